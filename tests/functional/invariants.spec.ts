import { test } from '@japa/runner'
import mail from '@adonisjs/mail/services/main'
import db from '@adonisjs/lucid/services/db'
import { schedule } from '#start/schedule'
import { jobs } from '#jobs/registry'
import InvariantsMail from '#mails/invariants_mail'
import { lastNights, latestResults } from '#services/invariants/check_runs'
import { postEntry } from '#services/ledger/post_entry'
import { emptyTables } from '#tests/support/empty_tables'
import { givenAccount } from '#tests/support/accounts'
import { deskOf, givenDesk, isRefused, withClock } from '#tests/support/desk'
import { emptyMonths, prepareMonths } from '#tests/support/months'
import { PublicationScene } from '#tests/functional/publication/scene'
import { FixedClock } from '#values/clock'

const clock = new FixedClock('2026-10-20T04:30:00')
const FORGED = 'royalties.ledger_only_known'
const LATE = 'publication.in_time'

/** As a worker runs it: by the name that the schedule has. */
function run(name: string) {
  if (!schedule.some((job) => job.name === name)) throw new Error(`${name} is not scheduled`)
  const job = jobs.find((one) => one.name === name)!
  return job.handle({}, { id: '', attempt: 1, progress: async () => {} })
}

async function failing(): Promise<string[]> {
  return (await latestResults()).filter(({ failure }) => failure).map(({ name }) => name)
}

/** A balanced entry that no payment, month or transfer explains. */
async function forgeEntry() {
  await db.transaction((trx) =>
    postEntry(
      {
        journal: 'OD',
        date: '2026-10-20',
        pieceReference: 'OD-faux',
        label: 'Essai',
        lines: [
          { account: '706', debitCents: 500n },
          { account: '4671', creditCents: 500n },
        ],
        postedBy: 'intruder',
        postedAt: clock.now(),
      },
      trx
    )
  )
}

/** What was written to one administrator, as text. */
function mailsTo(fake: ReturnType<typeof mail.fake>, email: string): string[] {
  return fake.mails
    .sent((one) => one instanceof InvariantsMail)
    .map((one) => one.message.toObject().message)
    .filter((message) => JSON.stringify(message.to).includes(email))
    .map((message) => `${message.subject}\n${message.text}`)
}

test.group('Office | the books are checked every night', (group) => {
  withClock(group, clock)
  group.each.setup(async () => {
    await emptyMonths()
    await emptyRuns()
    clock.moveTo('2026-10-20T04:30:00')
    await prepareMonths(clock, '2026-10')
  })

  test('what does not hold is kept, written to administrators, and waits in the office', async ({
    client,
    assert,
  }) => {
    const administrator = await givenDesk(client, ['administrator'])
    const moderator = await givenDesk(client, ['moderator'])
    const task = async (desk: typeof administrator) =>
      (await desk.page('/office'))
        .body()
        .props.tasks.find((one: any) => one.key === 'invariants_fail')
    using fake = mail.fake()
    await run('invariants.run')
    assert.notInclude(await failing(), FORGED)
    clock.moveTo('2026-10-21T04:30:00')
    await forgeEntry()
    await run('invariants.run')
    assert.include(await failing(), FORGED)

    const [night] = await lastNights()
    assert.equal(new Date(night.startedAt).toISOString(), clock.now().toUTC().toISO())
    const letter = mailsTo(fake, administrator.account.email).at(-1)!
    assert.include(letter, 'ne sont en comptabilité que pour un paiement')
    assert.include(letter, '/office/invariants')
    assert.isEmpty(mailsTo(fake, moderator.account.email))

    const waiting = await task(administrator)
    assert.equal(waiting.href, '/office/invariants')
    assert.isTrue(
      waiting.sentences.some((one: string) => one.includes('ne sont en comptabilité que'))
    )
    assert.isUndefined(await task(moderator))
    const { invariants, nights } = (await administrator.page('/office/invariants')).body().props
    const line = invariants.find((one: any) => one.name === FORGED)
    assert.equal(line.href, '/ledger/office')
    assert.include(line.failureDetail, 'OD-faux')
    assert.isAbove(nights[0].held, 20)
    assert.isAtLeast(nights[0].failed, 1)
  })

  test('who may not read it is refused', async ({ client, assert }) => {
    const path = '/office/invariants'
    assert.isTrue(isRefused(await (await givenDesk(client, ['moderator'])).page(path)))
    assert.isTrue(isRefused(await deskOf(client, await givenAccount()).page(path)))
    const anonymous = await client.get(path).redirects(0)
    assert.equal(anonymous.header('location'), '/identity/sign-in')
  })

  test('what was found never changes', async ({ assert }) => {
    using fake = mail.fake()
    await run('invariants.run')
    assert.isArray(fake.mails.sent())
    for (const table of ['check_runs', 'check_results']) {
      await assert.rejects(() => db.from(table).delete(), /never changed or deleted/)
    }
    await assert.rejects(() => db.from('check_results').update({ failure: null }), /never changed/)
  })

  test('nights without a check are told after two days', async ({ client, assert }) => {
    const desk = await givenDesk(client, ['administrator'])
    const keys = async () =>
      (await desk.page('/office')).body().props.tasks.map((one: any) => one.key)
    using fake = mail.fake()
    clock.moveTo('2040-01-01T04:30:00')
    await run('invariants.run')
    assert.isArray(fake.mails.sent())
    assert.notInclude(await keys(), 'invariants_silent')
    clock.moveTo('2040-01-03T06:00:00')
    assert.include(await keys(), 'invariants_silent')
  })
})

test.group('Office | P24: a publication that is not verified within two hours', (group) => {
  let scene: PublicationScene
  group.each.setup(async () => {
    await emptyRuns()
    scene = await PublicationScene.open()
    return () => scene.close()
  })

  test('is written to the administrators within the hour, once, and the alert ends with it', async ({
    assert,
  }) => {
    const { email } = await givenAccount({ roles: ['administrator'] })
    using fake = mail.fake()
    await scene.approveByTwo()
    const transactionId = await scene.publish()
    await run('invariants.watch')
    assert.isEmpty(await latestResults())
    scene.clock.moveTo(scene.clock.now().plus({ hours: 2, minutes: 1 }))
    await run('invariants.watch')
    assert.deepEqual(await failing(), [LATE])
    await run('invariants.watch')
    const letters = mailsTo(fake, email)
    assert.lengthOf(letters, 1)
    assert.include(letters[0], 'plus de deux heures')
    await scene.push(transactionId)
    scene.clock.moveTo(scene.clock.now().plus({ minutes: 20 }))
    await run('invariants.watch')
    assert.deepEqual(await failing(), [])
    assert.deepInclude(await latestResults(), {
      name: LATE,
      sentence: 'No publication waits for more than two hours (P24).',
      failure: null,
      ended: true,
    })
  })
})

async function emptyRuns() {
  await emptyTables('check_runs')
}
