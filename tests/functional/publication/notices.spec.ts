import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import OutboxMail from '#models/identity/outbox_mail'
import { notifyJob, notifyLeftJob } from '#jobs/publication/notify_jobs'
import { pushJob } from '#jobs/publication/push_jobs'
import { notifyStatements } from '#services/publication/notices/notify_statements'
import { PERIOD, PublicationScene } from '#tests/functional/publication/scene'
import { givenAccount } from '#tests/support/accounts'

const CONTEXT = { id: '', attempt: 1, progress: async () => {} }
const MONTH = { period: PERIOD, revision: 1 }

const mailsTo = (email: string) => OutboxMail.query().where('recipients', email)
const noticed = async () => {
  const [{ total }] = await db.from('statement_notices').count('* as total')
  return Number(total)
}

test.group('Publication | notices', (group) => {
  let scene: PublicationScene
  group.each.setup(async () => {
    scene = await PublicationScene.open()
    await db.from('outbox_mails').delete()
    return () => scene.close()
  })

  const give = async (digit: string, changes: object = {}) => {
    const account = await scene.subscriberAccount(digit)
    if (Object.keys(changes).length) await account.merge(changes).save()
    return account
  }
  const givePayee = async () => {
    const account = await givenAccount({ fullName: 'Naïma Chanteuse' })
    const payee = await db.from('payees').orderBy('name').firstOrFail()
    await db.from('payees').where('id', payee.id).update({ account_id: account.id })
    return { account, payee }
  }

  test('a subscriber and a payee get one mail each, in their language, without amounts', async ({
    assert,
  }) => {
    const french = await give('5')
    const english = await give('6', { locale: 'en' })
    const { account, payee } = await givePayee()
    await scene.published()
    assert.equal((await notifyStatements({ ...MONTH, clock: scene.clock })).sent, 3)

    const [toFrench] = await mailsTo(french.email)
    assert.equal(toFrench!.subject, 'Votre relevé d’octobre 2026 est publié')
    assert.match(toFrench!.textBody!, /Bonjour Lou Abonnée/)
    assert.match(toFrench!.textBody!, new RegExp(`/royalties/my-month/${PERIOD}$`, 'm'))
    const [toEnglish] = await mailsTo(english.email)
    assert.equal(toEnglish!.subject, 'Your statement for October 2026 is published')
    const [toPayee] = await mailsTo(account.email)
    assert.equal(toPayee!.subject, 'Votre relevé d’artiste d’octobre 2026 est publié')
    assert.include(toPayee!.textBody!, payee.name)
    assert.include(toPayee!.textBody!, `/royalties/my-statement/${PERIOD}?payee=${payee.id}`)
    for (const mail of await OutboxMail.all()) {
      assert.notMatch(`${mail.subject}${mail.textBody}`, /€|[0-9],[0-9]/)
    }
  })

  test('run twice and by two workers at once, nobody gets a second mail', async ({ assert }) => {
    const account = await give('5')
    await scene.published()
    await Promise.all([notifyJob.handle(MONTH, CONTEXT), notifyJob.handle(MONTH, CONTEXT)])
    await notifyJob.handle(MONTH, CONTEXT)
    assert.lengthOf(await mailsTo(account.email), 1)
    assert.equal(await noticed(), 1)
  })

  test('stopped half-way it goes on with those who were not told', async ({ assert }) => {
    const accounts = await Promise.all(['1', '2', '3'].map((digit) => give(digit)))
    await scene.published()
    const refused = accounts[1]!.email
    await db.rawQuery(
      `ALTER TABLE outbox_mails ADD CONSTRAINT refused CHECK (recipients <> '${refused}')`
    )
    try {
      await assert.rejects(() => notifyJob.handle(MONTH, CONTEXT) as Promise<unknown>, /1 mails/)
    } finally {
      await db.rawQuery('ALTER TABLE outbox_mails DROP CONSTRAINT refused')
    }
    assert.equal(await noticed(), 2)
    await notifyJob.handle(MONTH, CONTEXT)
    for (const { email } of accounts) assert.lengthOf(await mailsTo(email), 1)
  })

  test('nobody is told before the month was read back from the chain', async ({ assert }) => {
    await give('5')
    await scene.approveByTwo()
    assert.equal((await notifyStatements({ ...MONTH, clock: scene.clock })).sent, 0)
    const transactionId = await scene.publish()
    scene.queue.added.length = 0
    await pushJob.handle({ transactionId }, CONTEXT)
    assert.deepEqual(scene.queue.added, [{ name: 'publication.notify', payload: MONTH, delay: 0 }])
  })

  test('a closed account and an address never verified are told nothing', async ({ assert }) => {
    const closed = await give('5', { closedAt: scene.clock.now() })
    const unverified = await give('6', { emailVerifiedAt: null })
    await scene.published()
    await notifyJob.handle(MONTH, CONTEXT)
    assert.lengthOf(await mailsTo(closed.email), 0)
    assert.lengthOf(await mailsTo(unverified.email), 0)
    assert.equal(await noticed(), 0)
  })

  test('a notice whose job was lost is taken up again, for a week', async ({ assert }) => {
    await give('5')
    await scene.published()
    scene.queue.added.length = 0
    await notifyLeftJob.handle({}, CONTEXT)
    assert.deepEqual(scene.queue.added.at(0)?.payload, MONTH)
    await notifyJob.handle(MONTH, CONTEXT)
    scene.queue.added.length = 0
    await notifyLeftJob.handle({}, CONTEXT)
    assert.lengthOf(scene.queue.added, 0)
  })

  test('who was told stays on record', async ({ assert }) => {
    await give('5')
    await scene.published()
    await notifyJob.handle(MONTH, CONTEXT)
    await assert.rejects(() => db.from('statement_notices').delete(), /statement_notices/)
  })
})
