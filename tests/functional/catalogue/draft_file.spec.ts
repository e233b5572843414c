import { access, mkdir, readFile, rm } from 'node:fs/promises'
import { test } from '@japa/runner'
import testUtils from '@adonisjs/core/services/test_utils'
import db from '@adonisjs/lucid/services/db'
import MediaFile from '#models/catalogue/media_file'
import Torrent from '#models/catalogue/torrent'
import Work from '#models/catalogue/work'
import { changeWorkState } from '#services/catalogue/change_work_state'
import { infoHashOf } from '#services/catalogue/create_work_torrent'
import { storedFile } from '#services/catalogue/media_storage'
import { receiveMediaFile } from '#services/catalogue/receive_media_file'
import {
  aRecording,
  givenCompleteWork,
  givenWork,
  MAKER,
  must,
  withFile,
} from '#tests/functional/catalogue/scene'
import { givenAccount } from '#tests/support/accounts'
import { deskOf, fieldErrors, givenDesk, isRefused, sentence, withClock } from '#tests/support/desk'
import { upload } from '#tests/support/making'
import { FixedClock } from '#values/clock'
import { newId } from '#values/id'

const clock = new FixedClock('2031-03-10T10:00:00')
const pathOf = (workId: string) => `/catalogue/office/works/${workId}`
const sent = (bytes: Buffer, name = 'juste.mp3') => ({ field: 'file', bytes, name })

async function giveFile(workId: string, bytes: Buffer, fileName = 'faux.mp3') {
  const act = { workId, fileName, actor: MAKER, clock }
  return withFile(bytes, async (path) => must(await receiveMediaFile({ ...act, path })))
}

const isStored = ({ storagePath }: MediaFile) =>
  access(storedFile(storagePath)).then(
    () => true,
    () => false
  )

const fileOf = (workId: string) => MediaFile.findBy('workId', workId)
const torrentOf = (workId: string) => Torrent.findBy('workId', workId)

// Routes 'catalogue.office.works.replace' and 'catalogue.office.works.detach'.
test.group('Catalogue | the file of a draft is replaced or taken away (P29)', (group) => {
  withClock(group, clock)
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('P29 another file takes its place, with a new torrent; the old bytes go', async ({
    client,
    assert,
  }) => {
    const { work } = await givenWork(clock, 'Zzremplacer')
    const old = await giveFile(work.id, await aRecording('Zzfaux'))
    const before = (await torrentOf(work.id))!
    const desk = await givenDesk(client, ['moderator'])
    const to = `${pathOf(work.id)}/file/replacement`
    const bytes = await aRecording('Zzjuste')
    const answer = await upload(client, desk.account, to, sent(bytes))
    assert.match(sentence(answer, 'success'), /«\sjuste.mp3\s», avec un nouveau torrent/)

    const file = (await fileOf(work.id))!
    assert.isTrue((await readFile(storedFile(file.storagePath))).equals(bytes))
    assert.isFalse(await isStored(old))
    const torrents = await Torrent.query().where('workId', work.id)
    assert.lengthOf(torrents, 1)
    assert.notEqual(torrents[0]!.infoHash, before.infoHash)
    assert.equal(infoHashOf(torrents[0]!.metainfo), torrents[0]!.infoHash)
    const act = await db
      .from('audit_events')
      .where({ action: 'catalogue.replace_media_file', subject_id: work.id })
      .firstOrFail()
    assert.equal(act.before.sha256, old.sha256)
    assert.equal(act.after.sha256, file.sha256)
    assert.equal(act.actor_account_id, desk.account.id)
  })

  test('P29 it is taken away, and another may be given', async ({ client, assert }) => {
    const { work } = await givenWork(clock, 'Zzretirer')
    const old = await giveFile(work.id, await aRecording('Zzfaux'))
    const desk = await givenDesk(client, ['administrator'])
    const answer = await desk.remove(`${pathOf(work.id)}/file`)
    assert.match(sentence(answer, 'success'), /«\sfaux.mp3\s» est retiré/)
    assert.isNull(await fileOf(work.id))
    assert.isNull(await torrentOf(work.id))
    assert.isFalse(await isStored(old))
    assert.isNull((await Work.findOrFail(work.id)).durationMs)
    const act = await db.from('audit_events').where('action', 'catalogue.remove_media_file').first()
    assert.equal(act.before.file_name, 'faux.mp3')
    const { making } = (await desk.page(pathOf(work.id))).body().props
    assert.deepInclude(making, { file: true, fileChange: false })

    const again = await desk.remove(`${pathOf(work.id)}/file`)
    assert.match(sentence(again, 'error'), /pas encore de fichier/)
    const bytes = await aRecording('Zzjuste')
    const given = await upload(client, desk.account, `${pathOf(work.id)}/file`, sent(bytes))
    assert.match(sentence(given, 'success'), /torrent est prêt/)
  })

  test('bytes that cannot be dropped do not undo what was done', async ({ client, assert }) => {
    const { work } = await givenWork(clock, 'Zztenace')
    const old = storedFile((await giveFile(work.id, await aRecording('Zzfaux'))).storagePath)
    await rm(old)
    await mkdir(old)
    const desk = await givenDesk(client, ['moderator'])
    const answer = await desk.remove(`${pathOf(work.id)}/file`)
    await rm(old, { recursive: true })
    assert.match(sentence(answer, 'success'), /est retiré/)
    assert.isNull(await fileOf(work.id))
  })

  test('the bytes stay while another work has them too', async ({ client, assert }) => {
    const bytes = await aRecording('Zzcommun')
    const { work } = await givenWork(clock, 'Zzun')
    const { work: twin } = await givenWork(clock, 'Zzdeux')
    await giveFile(work.id, bytes, 'un.mp3')
    const shared = await giveFile(twin.id, bytes, 'deux.mp3')
    const desk = await givenDesk(client, ['moderator'])
    await desk.remove(`${pathOf(work.id)}/file`)
    assert.isTrue(await isStored(shared))
    await desk.remove(`${pathOf(twin.id)}/file`)
    assert.isFalse(await isStored(shared))
  })

  test('what cannot take its place is refused beside the field, and the file stays', async ({
    client,
    assert,
  }) => {
    const bytes = await aRecording('Zzici')
    const { work } = await givenWork(clock, 'Zzici')
    const old = await giveFile(work.id, bytes, 'ici.mp3')
    const { work: other } = await givenWork(clock, 'Zzailleurs')
    const elsewhere = await aRecording('Zzailleurs')
    await giveFile(other.id, elsewhere, 'juste.mp3')
    const { account } = await givenDesk(client, ['moderator'])
    const refused = async (file: ReturnType<typeof sent>, id = work.id) => {
      const answer = await upload(client, account, `${pathOf(id)}/file/replacement`, file)
      return fieldErrors(answer).file?.[0]
    }
    assert.match(await refused(sent(bytes)), /déjà le fichier de cette œuvre/)
    assert.match(await refused(sent(elsewhere)), /compte que pour une œuvre/)
    assert.match(await refused(sent(Buffer.from('<html>bonjour</html>'))), /ni une musique/)
    assert.match(await refused({ ...sent(bytes), field: 'autre' }), /Choisissez un fichier/)
    const { work: empty } = await givenWork(clock, 'Zzvide')
    assert.match(await refused(sent(bytes), empty.id), /pas encore de fichier/)
    await work.merge({ kind: 'video' }).save()
    assert.match(await refused(sent(await aRecording('Zzautre'))), /forme annoncée/)
    assert.equal((await fileOf(work.id))!.sha256, old.sha256)
    assert.isTrue(await isStored(old))
    const nowhere = `${pathOf(newId())}/file`
    ;(await upload(client, account, `${nowhere}/replacement`, sent(bytes))).assertStatus(404)
    ;(await deskOf(client, account).remove(nowhere)).assertStatus(404)
  })

  test('P29 once sent in, published or published before, a work keeps its file', async ({
    client,
    assert,
  }) => {
    const { work } = await givenCompleteWork(clock, 'Zzpublier')
    const desk = await givenDesk(client, ['administrator'])
    const bytes = await aRecording('Zzautre')
    const old = (await fileOf(work.id))!
    const refused = async (words: RegExp) => {
      const to = `${pathOf(work.id)}/file`
      const replaced = await upload(client, desk.account, `${to}/replacement`, sent(bytes))
      assert.match(fieldErrors(replaced).file?.[0] ?? '', words)
      assert.match(sentence(await desk.remove(to), 'error'), words)
      assert.isFalse((await desk.page(pathOf(work.id))).body().props.making.fileChange)
      assert.equal((await fileOf(work.id))!.id, old.id)
      assert.isTrue(await isStored(old))
    }
    const move = async (to: 'submitted' | 'in_review' | 'approved' | 'published') =>
      must(await changeWorkState({ workId: work.id, to, actor: MAKER, clock }))
    assert.isTrue((await desk.page(pathOf(work.id))).body().props.making.fileChange)
    await move('submitted')
    await refused(/plus un brouillon/)
    await move('in_review')
    await move('approved')
    await move('published')
    await refused(/plus un brouillon/)
    const back = { workId: work.id, actor: MAKER, clock, reason: 'retour' }
    for (const to of ['withdrawn', 'submitted', 'draft'] as const) {
      must(await changeWorkState({ ...back, to }))
    }
    await refused(/déjà été publiée/)
  })

  test('the database lets no file or torrent go or change, but a draft’s', async ({ assert }) => {
    const { work } = await givenCompleteWork(clock, 'Zzgarde')
    const guarded = async (sql: string) => {
      for (const table of ['media_files', 'torrents']) {
        const point = await db.transaction()
        await assert.rejects(
          () => point.rawQuery(sql.replace('TABLE', table), [work.id]),
          /unpublished draft/
        )
        await point.rollback()
      }
    }
    await guarded('UPDATE TABLE SET byte_length = 1 WHERE work_id = ?')
    must(await changeWorkState({ workId: work.id, to: 'submitted', actor: MAKER, clock }))
    await guarded('DELETE FROM TABLE WHERE work_id = ?')
  })

  test('nobody, and who may not make works, changes no file', async ({ client, assert }) => {
    const { work } = await givenWork(clock, 'Zznon')
    const old = await giveFile(work.id, await aRecording('Zznon'))
    const to = `${pathOf(work.id)}/file`
    const bytes = await aRecording('Zzautre')
    for (const path of [to, `${to}/replacement`]) {
      const request = path === to ? client.delete(path) : client.post(path)
      const nobody = await request.withCsrfToken().redirects(0)
      assert.match(nobody.header('location')!, /sign-in/)
    }
    const treasurer = await givenDesk(client, ['treasurer'])
    const subscriber = await givenAccount()
    for (const account of [treasurer.account, subscriber]) {
      assert.isTrue(isRefused(await deskOf(client, account).remove(to)))
      assert.isTrue(isRefused(await upload(client, account, `${to}/replacement`, sent(bytes))))
    }
    assert.equal((await fileOf(work.id))!.id, old.id)
  })
})
