import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import Policy from '#models/royalties/policy'
import { policyDocument } from '#services/royalties/policies/policy_document'
import { runCommand } from '#tests/stories/small_cooperative'
import { givenAccount } from '#tests/support/accounts'
import { closeMonth, emptyMonths, prepareMonths } from '#tests/support/months'
import { Clock, FixedClock } from '#values/clock'

const clock = new FixedClock('2026-10-20')

/** The form of design section 4, nothing besides. */
const VOTED = {
  period: '2026-11',
  rule_version: 1,
  resolution_id: 'AG-2026-2-R1',
  keys: { artists: 7500, contributions: 1000, operations: 1500 },
  weights: { listening: 1, download: 10 },
  causes: { 'framasoft': 2500, 'sea-watch': 7500 },
  payout_threshold_cents: 800,
  zero_usage: { carry_months: 2 },
}

test.group('Royalties | node ace royalties:adopt-policy', (group) => {
  let folder: string
  group.each.setup(async () => {
    await emptyMonths()
    clock.moveTo('2026-10-20')
    await prepareMonths(clock, '2026-10')
    app.container.swap(Clock, () => clock)
    folder = await mkdtemp(join(tmpdir(), 'peerfy-policy-'))
    return async () => {
      app.container.restore(Clock)
      await rm(folder, { recursive: true })
    }
  })

  async function adopt(content: object | string, ...options: string[]) {
    const file = join(folder, 'policy.json')
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2))
    return runCommand('royalties:adopt-policy', '--file', file, ...options)
  }

  test('a file in the form of a frozen one is adopted, in the name of whoever asks', async ({
    assert,
  }) => {
    const person = await givenAccount({ fullName: 'Inès Roussel' })
    const done = await adopt(VOTED, '--as', person.email)
    assert.equal(done.exitCode, 0, done.lines.join('\n'))
    assert.include(done.last, 'Version 2 (AG-2026-2-R1, voted on 2026-10-20) rules from 2026-11 on')
    const policy = await Policy.findByOrFail('version', 2)
    assert.equal(policy.artistsBp, 7500)
    assert.equal(policy.payoutThresholdCents, 800n)
    assert.equal(policy.carryMonths, 2)
    assert.lengthOf(policy.operationLines, 2)
    const act = await db.from('audit_events').orderBy('id', 'desc').first()
    assert.equal(act.action, 'royalties.adopt_policy')
    assert.equal(act.actor_account_id, person.id)
  })

  test('what a close froze can be adopted again as it is', async ({ assert }) => {
    const first = await Policy.firstOrFail()
    const frozen = policyDocument(first, '2026-12')
    const done = await adopt(frozen)
    assert.equal(done.exitCode, 0, done.lines.join('\n'))
    const again = await Policy.findByOrFail('version', 2)
    assert.deepEqual(JSON.parse(policyDocument(again, '2026-12')), {
      ...JSON.parse(frozen),
      policy_version: 2,
    })
  })

  test('what cannot be adopted is refused in one sentence, and nothing is recorded', async ({
    assert,
  }) => {
    await closeMonth(clock, '2026-10')
    const wrong: [object | string, RegExp][] = [
      ['{ "period": ', /policy\.json, line 1: is not JSON/],
      [{ ...VOTED, keys: { ...VOTED.keys, artists: 7501 } }, /line 5: "keys" must sum to 10000/],
      [{ ...VOTED, causes: { nobody: 10000 } }, /There is no cause "nobody"/],
      [{ ...VOTED, weights: { listening: 0, download: 0 } }, /one of them above 0/],
      [{ ...VOTED, weights: { listening: 4e15, download: 0 } }, /Weights are whole numbers/],
      [{ ...VOTED, period: '2026-10' }, /2026-10 is closed: let the policy start with a later/],
      [{ ...VOTED, adopted_on: '2027-01-01' }, /is not the day of a past vote/],
      [{ ...VOTED, operation_lines: [{ label_fr: 'x' }] }, /"operation_lines" does not have/],
      [{ ...VOTED, operation_lines: [] }, /operation_lines sum to 0/],
      [{ ...VOTED, approvals_required: 1 }, /Two or three/],
      [{ ...VOTED, resolution_id: '' }, /"resolution_id" must name the resolution/],
    ]
    for (const [content, words] of wrong) {
      const refused = await adopt(content)
      assert.equal(refused.exitCode, 1, JSON.stringify(content))
      assert.match(refused.last, words)
      assert.include(refused.last, 'Nothing was recorded')
    }
    const missing = await runCommand('royalties:adopt-policy', '--file', join(folder, 'none.json'))
    assert.match(missing.last, /none\.json cannot be read/)
    const nobody = await adopt(VOTED, '--as', 'personne@exemple.fr')
    assert.match(nobody.last, /No account has the e-mail/)
    assert.lengthOf(await Policy.all(), 1)
  })
})
