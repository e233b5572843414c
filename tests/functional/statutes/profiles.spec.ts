import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import StatuteProfile from '#models/statutes/statute_profile'
import { adoptStatutes, UnlawfulStatutesError } from '#services/statutes/adopt_statutes'
import { collegeOf } from '#services/statutes/college_of'
import {
  discardDraft,
  draftMark,
  draftStatutes,
  editDraft,
} from '#services/statutes/draft_statutes'
import { StatutesError, StatutesMissingError } from '#services/statutes/errors'
import { installReferenceProfile } from '#services/statutes/install_reference_profile'
import { legalMention } from '#services/statutes/legal_mention'
import { overrideSettings } from '#services/statutes/override_settings'
import { requireStatutes, statutesInForce } from '#services/statutes/queries/statutes_in_force'
import { adoptTestStatutes, emptyCooperative, TEST_IDENTITY } from '#tests/support/statutes'
import { FixedClock } from '#values/clock'
import { sha256Hex } from '#values/digest'

const clock = new FixedClock('2026-05-20T10:00')
const actor = { label: 'Secrétariat' }
const VOTE = {
  resolutionReference: 'AGE-2026-R1',
  resolutionDate: '2026-05-12',
  effectiveOn: '2026-06-01',
}

async function refusal(act: Promise<unknown>): Promise<string> {
  try {
    await act
  } catch (error) {
    if (error instanceof StatutesError) return error.code
    throw error
  }
  return 'accepted'
}

test.group('Versions of the statutes', (group) => {
  group.each.setup(() => emptyCooperative())

  test('nothing is in force before the first version, and nothing can be done without', async ({
    assert,
  }) => {
    assert.isNull(await statutesInForce(clock.now()))
    await assert.rejects(
      () => requireStatutes('2026-05-20'),
      'No statutes are in force on 2026-05-20: adopt a version first'
    )
    assert.equal(await refusal(requireStatutes('2026-05-20')), 'missing')
    assert.equal(new StatutesMissingError('2026-05-20').figures.day, '2026-05-20')
  })

  test('a draft starts from the version in force, is edited, adopted, and named by its vote', async ({
    assert,
  }) => {
    const first = await adoptTestStatutes()
    const draft = await draftStatutes({ label: 'Statuts 2026', actor, clock })
    assert.equal(draft.basedOnId, first.id)
    assert.deepEqual(draft.settings, first.settings)
    const settings = overrideSettings(draft.settings, { exit: { noticeMonths: 6 } })
    const { sourceFr, sourceEn, label } = draft
    await editDraft({
      id: draft.id,
      mark: draftMark(draft),
      draft: { label, settings, sourceFr, sourceEn },
      actor,
      clock,
    })
    const adopted = await adoptStatutes({ id: draft.id, ...VOTE, actor, clock })
    assert.equal(adopted.version, 2)
    assert.include(adopted.bodyFr, 'Le retrait prend effet 6 mois après')
    assert.equal(adopted.bodySha256, sha256Hex(adopted.bodyFr))
    assert.equal((await requireStatutes('2026-05-31')).id, first.id)
    assert.equal((await requireStatutes('2026-06-01')).id, draft.id)
    const [trail] = await db
      .from('audit_events')
      .where({ action: 'statutes.adopt_profile', subject_id: draft.id })
    assert.equal(trail.after.resolution, 'AGE-2026-R1')
    assert.equal(trail.before.version, 1)
  })

  test('two editors of one draft do not write over each other', async ({ assert }) => {
    const draft = await draftStatutes({ label: 'À deux', actor, clock })
    const { settings, sourceFr, sourceEn } = draft
    const mark = draftMark(draft)
    const edit = (label: string) =>
      editDraft({
        id: draft.id,
        mark,
        draft: { label, settings, sourceFr, sourceEn },
        actor,
        clock,
      })
    assert.equal(await refusal(edit('Par Anne')), 'accepted')
    assert.equal(await refusal(edit('Par Bob')), 'draft_changed')
    assert.equal((await StatuteProfile.findOrFail(draft.id)).label, 'Par Anne')
  })

  test('an error of the linter keeps a version from being adopted', async ({ assert }) => {
    const draft = await draftStatutes({ label: 'Incomplets', actor, clock })
    try {
      await adoptStatutes({ id: draft.id, ...VOTE, actor, clock })
      assert.fail('adopted')
    } catch (error) {
      assert.instanceOf(error, UnlawfulStatutesError)
      assert.includeMembers(
        (error as UnlawfulStatutesError).findings.map(({ key }) => key),
        ['siren_missing', 'seat_missing']
      )
    }
    assert.isTrue((await StatuteProfile.findOrFail(draft.id)).isDraft)
  })

  test('an adoption names a past vote and a day that follows the last version: {code}')
    .with([
      { change: { resolutionReference: ' ' }, code: 'adoption_reference' },
      { change: { resolutionDate: '2026-05-21' }, code: 'adoption_date' },
      { change: { resolutionDate: '2026-02-30' }, code: 'adoption_date' },
      { change: { effectiveOn: '2026-05-11' }, code: 'adoption_effective' },
      { change: { effectiveOn: 'demain' }, code: 'adoption_effective' },
      { change: {}, code: 'adoption_order' },
    ])
    .run(async ({ assert }, { change, code }) => {
      await adoptTestStatutes({}, '2026-05-01')
      if (code === 'adoption_order') await adoptTestStatutes({}, '2026-09-01')
      const draft = await draftStatutes({ label: 'Suite', actor, clock })
      const act = adoptStatutes({ id: draft.id, ...VOTE, ...change, actor, clock })
      assert.equal(await refusal(act), code)
      assert.isTrue((await StatuteProfile.findOrFail(draft.id)).isDraft)
    })

  test('what was adopted or put aside never changes, in the services and in the database', async ({
    assert,
  }) => {
    const adopted = await adoptTestStatutes()
    const draft = await draftStatutes({ label: 'Sans suite', actor, clock })
    await discardDraft({ id: draft.id, actor, clock })
    for (const id of [adopted.id, draft.id]) {
      assert.equal(await refusal(discardDraft({ id, actor, clock })), 'not_draft')
      const update = db.from('statute_profiles').where({ id }).update({ label: 'Autre' })
      await assert.rejects(() => update, /is never changed: draft a new one/)
    }
    await assert.rejects(
      () => db.from('statute_profiles').where({ id: adopted.id }).delete(),
      /is never changed/
    )
  })

  test('C07 the nominal value stays while shares are held, in words a person can read', async ({
    assert,
  }) => {
    await adoptTestStatutes()
    await db.transaction(async (trx) => {
      await trx.rawQuery('ALTER TABLE capital_totals DISABLE TRIGGER USER')
      await trx.rawQuery('UPDATE capital_totals SET shares = 1, subscribed_cents = 2000')
      await trx.rawQuery('ALTER TABLE capital_totals ENABLE TRIGGER USER')
    })
    const draft = await draftStatutes({ label: 'Part à 50 €', actor, clock })
    const settings = overrideSettings(draft.settings, { capital: { nominalCents: '5000' } })
    await draft.merge({ settings }).save()
    assert.equal(
      await refusal(adoptStatutes({ id: draft.id, ...VOTE, actor, clock })),
      'one_nominal'
    )
    assert.isTrue((await StatuteProfile.findOrFail(draft.id)).isDraft)
  })

  test('two adoptions at once take two numbers', async ({ assert }) => {
    await adoptTestStatutes()
    const drafts = [
      await draftStatutes({ label: 'A', actor, clock }),
      await draftStatutes({ label: 'B', actor, clock }),
    ]
    const versions = await Promise.all(
      drafts.map(({ id }) => adoptStatutes({ id, ...VOTE, actor, clock }))
    )
    assert.sameMembers(
      versions.map(({ version }) => version),
      [2, 3]
    )
  })

  test('property: on any day the version in force is the last adopted one that has begun, in SQL too', async ({
    assert,
  }) => {
    const start = DateTime.fromISO('2024-01-01')
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(300), { minLength: 1, maxLength: 4 }),
        fc.nat(400),
        async (offsets, asked) => {
          await emptyCooperative()
          const days = offsets
            .sort((a, b) => a - b)
            .map((offset) => start.plus({ days: offset }).toISODate()!)
          for (const day of days) await adoptTestStatutes({}, day)
          const day = start.plus({ days: asked }).toISODate()!
          const expected = days.filter((one) => one <= day).length || null
          const found = await statutesInForce(day)
          const { rows } = await db.rawQuery(`SELECT version FROM statutes_on(?)`, [day])
          assert.equal(found?.version ?? null, expected)
          assert.equal(rows[0].version, expected)
        }
      ),
      { numRuns: 25 }
    )
  })
})

test.group('The reference profile', (group) => {
  group.each.setup(() => emptyCooperative())

  test('is a draft to complete in an empty co-operative, installed once', async ({ assert }) => {
    const draft = await installReferenceProfile({ actor, clock })
    const again = await installReferenceProfile({ actor, clock })
    assert.isTrue(draft.isDraft)
    assert.equal(again.id, draft.id)
    assert.include(draft.bodyFr, '20,00')
    assert.notMatch(draft.bodyFr, /\{[a-z_]+\}/)
    assert.notMatch(draft.bodyEn, /\{[a-z_]+\}/)
  })

  test('is completed and adopted at once where the numbers are known', async ({ assert }) => {
    await installReferenceProfile({ actor, clock })
    const adopt = { ...VOTE, settings: { identity: TEST_IDENTITY } }
    const adopted = await installReferenceProfile({ adopt, actor, clock })
    assert.equal(adopted.version, 1)
    assert.lengthOf(await StatuteProfile.all(), 1)
    assert.equal(
      legalMention(adopted.settings, 'fr'),
      'P2P’Legal, SCIC SAS à capital variable, RCS Bobigny 123 456 782, siège 12 rue des Lilas, 93100 Montreuil'
    )
    const weights = adopted.settings.colleges.map(({ weightBp }) => weightBp)
    assert.deepEqual(weights, [3_000, 3_000, 2_000, 1_000, 1_000])
  })

  test('C03 a person with several qualities votes once, in the college the order says', async ({
    assert,
  }) => {
    const { settings } = await adoptTestStatutes()
    const both = collegeOf(['subscriber', 'artist'], settings)
    assert.equal(both?.category.code, 'artist')
    assert.equal(both?.college?.code, 'artists')
    assert.isNull(collegeOf(['stranger'], settings))
    assert.isNull(collegeOf(['artist'], { ...settings, colleges: [] })!.college)
  })
})
