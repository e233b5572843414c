import { errors, inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type Assembly from '#models/governance/assembly'
import OfficePolicy from '#policies/governance/office_policy'
import { secondCallOf } from '#services/governance/assemblies/call_again'
import { isNoticeInTime, noticeTiming } from '#services/governance/notices/notice_timing'
import { bureauOf } from '#services/governance/queries/bureau_of'
import { deskPerson } from '#services/governance/queries/desk_person'
import { doorList } from '#services/governance/queries/door_list'
import { seatsToRevoke } from '#services/governance/queries/seats_to_revoke'
import { findAssembly } from '#services/governance/queries/find_assembly'
import { meetingProps, streamMeeting } from '#transformers/governance/meeting_page'
import { doorValidator } from '#validators/governance/room'
import { Clock } from '#values/clock'
import { parisDay } from '#values/day'

/** A running meeting's screens: the chair's, the door's, the large one on the wall. */
@inject()
export default class MeetingsController {
  constructor(protected clock: Clock) {}

  async chair(ctx: HttpContext) {
    const assembly = await this.#called(ctx)
    return ctx.inertia.render('governance/office/chair', {
      ...(await meetingProps(assembly, ctx.i18n.locale, this.clock)),
      seats: await seatsToRevoke(assembly, ctx.i18n.locale, this.clock),
      bureau: await bureauOf(assembly),
      notices: await this.#notices(assembly),
      isCalledAgain: (await secondCallOf(assembly.id)) !== null,
    })
  }

  async checkIn(ctx: HttpContext) {
    const assembly = await this.#called(ctx)
    const { search } = await ctx.request.validateUsing(doorValidator)
    return ctx.inertia.render('governance/office/check_in', {
      ...(await meetingProps(assembly, ctx.i18n.locale, this.clock)),
      search: search ?? '',
      rows: await doorList(assembly, search ?? '', this.clock),
    })
  }

  /** C24, C25: the votes of somebody who stands at the desk without a telephone. */
  async desk(ctx: HttpContext) {
    const assembly = await this.#called(ctx)
    const person = await deskPerson(assembly, ctx.params.memberId, this.clock)
    if (!person) throw new errors.E_ROUTE_NOT_FOUND(['GET', ctx.request.url()])
    return ctx.inertia.render('governance/office/desk', {
      ...(await meetingProps(assembly, ctx.i18n.locale, this.clock)),
      person,
    })
  }

  async screen(ctx: HttpContext) {
    const assembly = await this.#called(ctx)
    return ctx.inertia.render(
      'governance/office/screen',
      await meetingProps(assembly, ctx.i18n.locale, this.clock)
    )
  }

  async live(ctx: HttpContext) {
    const { id } = await this.#called(ctx)
    return streamMeeting(ctx, id, this.clock)
  }

  /** Who was not called in time (C18), for whoever is about to open; null where everybody was. */
  async #notices(assembly: Assembly) {
    if (assembly.state !== 'noticed') return null
    const timing = await noticeTiming(assembly, parisDay(this.clock.now()))
    if (isNoticeInTime(timing)) return null
    const { late, unsent, lastSending: last } = timing
    return { late: late.length, unsent: unsent.length, last }
  }

  /** Nothing is to be seen of a meeting to which nobody was called. */
  async #called({ bouncer, params, request }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('chair')
    const assembly = await findAssembly(params.id)
    if (!assembly.statuteProfileId || assembly.state === 'cancelled') {
      throw new errors.E_ROUTE_NOT_FOUND(['GET', request.url()])
    }
    return assembly
  }
}
