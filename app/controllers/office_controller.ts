import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { officeDesk } from '#services/office_desk'
import { Clock } from '#values/clock'
import { periodLabel } from '#values/period'

/** The office's first page: what waits for this person; each task is checked where it is done. */
@inject()
export default class OfficeController {
  constructor(protected clock: Clock) {}

  async show({ auth, inertia, i18n }: HttpContext) {
    const { recent, tasks, ...desk } = await officeDesk(auth.getUserOrFail(), this.clock)
    return inertia.render('office/dashboard', {
      ...desk,
      tasks: tasks.map(({ checks = [], ...task }) => ({
        ...task,
        // An invariant is said in its own words: it names what is wrong.
        sentences: checks.map(({ name, sentence }) => i18n.t(`checks.${name}`, {}, sentence)),
      })),
      recent: recent.map(({ action, subject, detail, ...act }) => ({
        ...act,
        title: i18n.t(`identity.action.${action.replace('.', '_')}`, {}, action),
        detail: [subject && periodLabel(subject, i18n.locale), detail].filter(Boolean).join(' · '),
      })),
    })
  }
}
