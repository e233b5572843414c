import type { ApplicationService } from '@adonisjs/core/types'

export default class TrackerProvider {
  constructor(protected app: ApplicationService) {}
}
