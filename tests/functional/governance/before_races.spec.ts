import mail from '@adonisjs/mail/services/main'
import { test } from '@japa/runner'
import NoticeMail from '#mails/governance/notice_mail'
import Assembly from '#models/governance/assembly'
import Notice from '#models/governance/notice'
import { noticeAssembly } from '#services/governance/notices/notice_assembly'
import { sendNotices } from '#services/governance/notices/send_notices'
import { must } from '#tests/support/shares'
import { adoptTestStatutes, emptyCooperative } from '#tests/support/statutes'
import { givenReadyAssembly, givenVoter } from '#tests/functional/governance/before_scene'
import { FixedClock } from '#values/clock'

const clock = new FixedClock('2026-05-20T10:00')

/** Without a transaction around them: two workers are two connections. */
test.group('Notices | at the same instant', (group) => {
  group.each.setup(async () => {
    await emptyCooperative()
    await adoptTestStatutes()
    return emptyCooperative
  })

  async function givenDraft() {
    for (const name of ['Aubert', 'Bruno', 'Cissé', 'Diallo']) {
      await givenVoter(clock, name, [['2026-02-01', true]])
    }
    return givenReadyAssembly(clock, '2026-06-17T18:00')
  }

  test('two workers send each mail once between them', async ({ assert }) => {
    const { assembly, act } = await givenDraft()
    must(await noticeAssembly(act))
    using fake = mail.fake()
    const work = { assemblyId: assembly.id, clock }
    const runs = await Promise.all([sendNotices(work), sendNotices(work), sendNotices(work)])
    assert.equal(
      runs.reduce((sum, { sent }) => sum + sent, 0),
      4
    )
    fake.mails.assertSentCount(NoticeMail, 4)
    assert.lengthOf(await Notice.query().where('state', 'sent'), 4)
  })

  test('C28 two clicks on the notice are one notice', async ({ assert }) => {
    const { assembly, act } = await givenDraft()
    const clicks = await Promise.all([noticeAssembly(act), noticeAssembly(act)])
    assert.lengthOf(
      clicks.filter(({ ok }) => ok),
      1
    )
    assert.equal((await Assembly.findOrFail(assembly.id)).number, 1)
    assert.lengthOf(await Notice.all(), 4)
  })
})
