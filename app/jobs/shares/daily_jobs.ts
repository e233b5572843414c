import app from '@adonisjs/core/services/app'
import { defineJob } from '#jobs/job'
import { remindCalls } from '#services/shares/calls/remind_calls'
import { makeExitsEffective } from '#services/shares/exits/make_exits_effective'
import { recordRoots } from '#services/shares/movements/record_roots'
import { tellMembers } from '#services/shares/notices/tell_members'
import { Clock } from '#values/clock'

/** Just after midnight: exits whose day begins take effect (C12). */
const exitsJob = defineJob({
  name: 'shares.make_exits_effective',
  attempts: 5,
  backoffMs: 60_000,
  async handle() {
    const clock = await app.container.make(Clock)
    return makeExitsEffective({ actor: { label: 'system' }, clock })
  },
})

/** The register of the day that is over, ready to be anchored. */
const rootsJob = defineJob({
  name: 'shares.record_roots',
  attempts: 5,
  backoffMs: 60_000,
  async handle() {
    return { days: await recordRoots(await app.container.make(Clock)) }
  },
})

/** In the morning, when people read their mail (C08). */
const remindersJob = defineJob({
  name: 'shares.remind_calls',
  attempts: 3,
  backoffMs: 300_000,
  async handle() {
    return remindCalls(await app.container.make(Clock))
  },
})

/** What the register says of members, soon after it does. */
const noticesJob = defineJob({
  name: 'shares.tell_members',
  attempts: 3,
  backoffMs: 60_000,
  async handle() {
    return tellMembers(await app.container.make(Clock))
  },
})

export const sharesJobs = [exitsJob, rootsJob, remindersJob, noticesJob]
