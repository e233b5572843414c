import { CAUSES } from '#services/demo/cast'
import { SUBSCRIBERS } from '#services/demo/cast_subscribers'
import { demoId } from '#services/demo/cast'
import { subscriberIdOf } from '#services/demo/seed/seed_people'
import type { Timeline } from '#services/demo/seed/timeline'
import { openPeriod } from '#services/royalties/open_period'
import { adoptPolicy } from '#services/royalties/policies/adopt_policy'
import db from '@adonisjs/lucid/services/db'

/** What the demo's general assembly voted: the keys, the causes, the budget of running costs. */
export async function seedPolicy(timeline: Timeline): Promise<void> {
  const clock = timeline.on(5, 3, 18)
  const createdAt = clock.now().toISO()
  await db.table('causes').multiInsert(
    CAUSES.map((cause) => ({
      id: cause.id,
      name: cause.name,
      description_fr: cause.descriptionFr,
      description_en: cause.descriptionEn,
      created_at: createdAt,
    }))
  )
  const resolution = clock.now().toFormat("'AG'-yyyy-LL-'R4'")
  await db.transaction(async (trx) => {
    await adoptPolicy(
      {
        draft: {
          effectivePeriod: timeline.period(5),
          artistsBp: 7_000,
          contributionsBp: 1_500,
          operationsBp: 1_500,
          listeningWeight: 1,
          downloadWeight: 10,
          causes: CAUSES.map((cause) => ({ cause_id: cause.id, basis_points: cause.basisPoints })),
          payoutThresholdCents: 500n,
          carryMonths: 3,
          operationLines: [
            {
              label_fr: 'Serveurs et réseau',
              label_en: 'Servers and network',
              basis_points: 3_200,
            },
            { label_fr: 'Équipe', label_en: 'Team', basis_points: 5_300 },
            {
              label_fr: 'Comptabilité et assurances',
              label_en: 'Accounts and insurance',
              basis_points: 1_500,
            },
          ],
          resolutionId: resolution,
          resolutionTitle: 'Répartition des cotisations et causes soutenues',
          adoptedOn: clock.now().toISODate()!,
        },
        clock,
      },
      trx
    )
    await openPeriod({ period: timeline.period(3), clock: timeline.on(3, 1, 0) }, trx)
  })
}

/** The causes that some subscribers chose for themselves, in their first month. */
export async function seedCauseChoices(timeline: Timeline, monthsAgo: number): Promise<void> {
  const choosing = SUBSCRIBERS.filter((one) => one.causes && one.joinedMonthsAgo === monthsAgo)
  for (const { key, causes } of choosing) {
    const lines = Object.entries(causes ?? {}).map(([id, points]) => ({
      cause_id: id,
      basis_points: points,
    }))
    await db.table('cause_choices').insert({
      id: demoId(`cause-choice|${key}`),
      subscriber_id: subscriberIdOf(key),
      lines: JSON.stringify(lines),
      chosen_at: timeline.on(monthsAgo, 14).now().toISO(),
    })
  }
}
