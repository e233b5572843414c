import { BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'

export default class SubscriptionsInstallPlan extends BaseCommand {
  static commandName = 'subscriptions:install-plan'
  static description = 'Put the plan of config/subscriptions.ts on offer, where it is not yet'
  static options: CommandOptions = { startApp: true }

  async run() {
    const { installPlan } = await import('#services/subscriptions/install_plan')
    const plan = await installPlan()
    this.logger.success(`${plan.code} is on offer`)
  }
}
