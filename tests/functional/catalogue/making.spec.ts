import { test } from '@japa/runner'
import testUtils from '@adonisjs/core/services/test_utils'
import db from '@adonisjs/lucid/services/db'
import catalogueConfig from '#config/catalogue'
import Licence from '#models/licensing/licence'
import LicenceText from '#models/licensing/licence_text'
import SplitSheet from '#models/licensing/split_sheet'
import Work from '#models/catalogue/work'
import { installLicenceTexts } from '#services/licensing/install_licence_texts'
import { aRecording, givenRightsHolder, givenWork } from '#tests/functional/catalogue/scene'
import { givenAccount } from '#tests/support/accounts'
import { deskOf, fieldErrors, givenDesk, isRefused, sentence, withClock } from '#tests/support/desk'
import { makeThroughTheOffice, upload } from '#tests/support/making'
import { FixedClock } from '#values/clock'
import { newId } from '#values/id'

const WORKS = '/catalogue/office/works'
const ARTISTS = '/catalogue/office/artists'
const clock = new FixedClock('2031-03-10T10:00:00')

test.group('Catalogue | the office makes works', (group) => {
  withClock(group, clock)
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  // Routes 'catalogue.office.works.store', 'catalogue.office.works.attach',
  // 'catalogue.office.licences.store', 'catalogue.office.splits.store'.
  test('P29 P17 an artist, a work, its file, licence and sheet, each act with its author', async ({
    client,
    assert,
  }) => {
    const { account } = await givenDesk(client, ['moderator'], 'Solène Petit')
    const recording = await aRecording('Zzfait')
    const payee = { name: 'Zoé Zzfait', email: 'ZOE.zzfait@exemple.fr' }
    const { desk, path, work } = await makeThroughTheOffice(client, account, {
      ...{ title: 'Zzfait', artistName: 'Les Zzfait', payee, recording, day: '2031-03-10' },
    })
    assert.equal(work.isrc, 'FRAB12600001')
    const { props } = (await desk.page(path)).body()
    assert.deepEqual(props.missing, [])
    assert.isFalse(props.making.file)
    assert.match(props.work.infoHash, /^[0-9a-f]{40}$/)
    assert.equal(props.work.licence.signedOn, '2031-03-10')
    assert.match(props.work.licence.statement, /classeur 1/)
    assert.deepInclude(props.splits[0], { basisPoints: 10_000, accepted: false, refusal: null })
    const acts = await db.from('audit_events').where('actor_account_id', account.id).orderBy('id')
    assert.deepEqual(
      acts.map(({ action }) => action),
      [
        'licensing.create_rights_holder',
        'catalogue.create_artist',
        'catalogue.create_work',
        'catalogue.attach_media_file',
        'licensing.sign_licence',
        'licensing.propose_split_sheet',
      ]
    )
    assert.lengthOf(
      (await desk.page(`${WORKS}?shares=waiting&search=zzfait`)).body().props.works,
      1
    )
  })

  test('what is no recording, of the wrong form or too large is refused, and nothing stays', async ({
    client,
    assert,
  }) => {
    const { work } = await givenWork(clock, 'Zzoctets')
    const { account } = await givenDesk(client, ['moderator'])
    const send = async (bytes: Buffer, field = 'file') => {
      const path = `${WORKS}/${work.id}/file`
      const answer = await upload(client, account, path, { field, bytes, name: 'a.mp3' })
      return fieldErrors(answer).file?.[0]
    }
    assert.match(await send(Buffer.from('<html>bonjour</html>')), /ni une musique ni une vidéo/)
    assert.match(await send(Buffer.from('ID3 et rien de plus')), /abîmé/)
    assert.match(await send(await aRecording(), 'other'), /Choisissez un fichier/)
    const film = await Work.findOrFail(work.id)
    await film.merge({ kind: 'video' }).save()
    assert.match(await send(await aRecording()), /forme annoncée/)
    const before = catalogueConfig.mediaMaxBytes
    catalogueConfig.mediaMaxBytes = 1024 * 1024
    try {
      assert.match(await send(Buffer.alloc(3 * 1024 * 1024, 1)), /trop gros\s: 1\sMo/)
    } finally {
      catalogueConfig.mediaMaxBytes = before
    }
    assert.isNull(await db.from('media_files').where('work_id', work.id).first())
    assert.isNull(await db.from('torrents').where('work_id', work.id).first())
  })

  test('a work keeps its file, and a file counts for one work only', async ({ client, assert }) => {
    const { work } = await givenWork(clock, 'Zzun')
    const { work: twin } = await givenWork(clock, 'Zzdeux')
    const { account } = await givenDesk(client, ['administrator'])
    const bytes = await aRecording('Zzun')
    const send = (id: string, content: Buffer) =>
      upload(client, account, `${WORKS}/${id}/file`, {
        ...{ field: 'file', bytes: content, name: 'zzun.mp3' },
      })
    assert.match(sentence(await send(work.id, bytes), 'success'), /torrent est prêt/)
    assert.match(sentence(await send(work.id, bytes), 'success'), /torrent est prêt/)
    const other = fieldErrors(await send(work.id, await aRecording('autre')))
    assert.match(other.file[0], /déjà un autre fichier/)
    assert.match(fieldErrors(await send(twin.id, bytes)).file[0], /compte que pour une œuvre/)
    assert.isNull(await db.from('media_files').where('work_id', twin.id).first())
    ;(await send(newId(), bytes)).assertStatus(404)
  })

  // Route 'catalogue.office.artists.store' and 'catalogue.office.artists.update'.
  test('an artist is added and corrected; a work’s words are checked', async ({
    client,
    assert,
  }) => {
    const desk = await givenDesk(client, ['administrator'])
    const { rightsHolder } = await givenRightsHolder(clock)
    await desk.send(ARTISTS, { name: 'Zzartiste', rights_holder_id: 'none' })
    const [artist] = (await desk.page(`${ARTISTS}?search=zzart`)).body().props.artists
    assert.isNull(artist.rightsHolderId)
    await desk.send(`${ARTISTS}/${artist.id}`, {
      ...{ name: 'Zzartiste II', rights_holder_id: rightsHolder.id, bio_fr: 'Bretagne' },
    })
    const [corrected] = (await desk.page(`${ARTISTS}?search=zzart`)).body().props.artists
    assert.deepInclude(corrected, { name: 'Zzartiste II', rightsHolderName: 'Ayant droit' })
    const edit = await db.from('audit_events').where('action', 'catalogue.edit_artist').first()
    assert.equal(edit.before.name, 'Zzartiste')
    const nobody = { name: 'X', rights_holder_id: newId() }
    assert.isDefined(fieldErrors(await desk.send(ARTISTS, nobody)).rights_holder_id)
    ;(
      await desk.send(`${ARTISTS}/${newId()}`, { name: 'X', rights_holder_id: 'none' })
    ).assertStatus(404)
    const wrong = { title: '', artist_id: artist.id, kind: 'livre', isrc: 'FR12' }
    assert.containsSubset(Object.keys(fieldErrors(await desk.send(WORKS, wrong))).sort(), [
      'isrc',
      'kind',
      'title',
    ])
    const stranger = { title: 'X', artist_id: newId(), kind: 'audio' }
    assert.isDefined(fieldErrors(await desk.send(WORKS, stranger)).artist_id)
    assert.isNull(await Work.findBy('artist_id', artist.id))
  })

  // Route 'catalogue.office.drafts.update'.
  test('P29 a draft’s words are corrected until it is submitted, each time with its author', async ({
    client,
    assert,
  }) => {
    const { work } = await givenWork(clock, 'Zzfaute')
    const desk = await givenDesk(client, ['moderator'])
    const path = `${WORKS}/${work.id}`
    const right = { title: 'Zzjuste', isrc: 'FR-AB1-26-00009', description_fr: 'Au large' }
    assert.match(sentence(await desk.send(path, right), 'success'), /Zzjuste/)
    const { props } = (await desk.page(path)).body()
    assert.equal(props.work.slug, 'zzjuste')
    const words = { ...right, isrc: 'FRAB12600009', description_en: '' }
    assert.deepEqual(props.making.words, words)
    const act = await db.from('audit_events').where('action', 'catalogue.edit_draft').first()
    assert.deepEqual([act.before.title, act.after.title], ['Zzfaute', 'Zzjuste'])
    assert.equal(act.actor_account_id, desk.account.id)
    assert.isDefined(fieldErrors(await desk.send(path, { title: '' })).title)
    const looker = await givenDesk(client, ['treasurer'])
    assert.isNull((await looker.page(path)).body().props.making.words)
    assert.isTrue(isRefused(await looker.send(path, right)))
    await desk.send(`${path}/state`, { to: 'submitted' })
    assert.isNull((await desk.page(path)).body().props.making.words)
    const late = fieldErrors(await desk.send(path, { title: 'Zztard' }))
    assert.match(late.title[0], /déjà déposée/)
    assert.equal((await Work.findOrFail(work.id)).title, 'Zzjuste')
    ;(await desk.send(`${WORKS}/${newId()}`, right)).assertStatus(404)
  })

  // Route 'catalogue.office.licences.paper' gives the paper back.
  test('CPI L131-3: a signed paper is kept by its content, and read by the staff alone', async ({
    client,
    assert,
  }) => {
    await installLicenceTexts()
    const { work, rightsHolder } = await givenWork(clock, 'Zzpapier')
    const { account, ...desk } = await givenDesk(client, ['secretary'], 'Nadia Benali')
    const text = await LicenceText.query().where('code', 'CC-BY-NC-SA-4.0').firstOrFail()
    const facts = {
      ...{ licence_text_id: text.id, rights_holder_id: rightsHolder.id },
      ...{ signer_name: 'Zoé', signed_on: '2031-03-01', grants_paid_use: '1' },
    }
    const path = `${WORKS}/${work.id}/licences`
    const send = (bytes: Buffer, changes: Record<string, string> = {}) =>
      upload(
        client,
        account,
        path,
        { field: 'paper', bytes, name: 'licence signée.pdf' },
        {
          ...facts,
          ...changes,
        }
      )
    const paper = Buffer.from('%PDF-1.7 signé par Zoé')
    const errorsOf = async (answer: ReturnType<typeof send>) => fieldErrors(await answer)
    assert.match((await errorsOf(send(Buffer.from('<script>')))).paper[0], /PDF/)
    assert.isDefined((await errorsOf(send(paper, { signed_on: '2031-03-11' }))).signed_on)
    assert.isDefined((await errorsOf(send(paper, { signed_on: '2025-12-31' }))).signed_on)
    assert.isDefined((await errorsOf(send(paper, { ends_on: '2031-02-28' }))).ends_on)
    assert.isDefined((await errorsOf(send(paper, { ends_on: 'demain' }))).ends_on)
    assert.isDefined((await errorsOf(send(paper, { rights_holder_id: newId() }))).rights_holder_id)
    assert.match(fieldErrors(await desk.send(path, facts)).statement[0], /papier signé/)
    assert.isNull(await Licence.findBy('workId', work.id))

    assert.match(sentence(await send(paper), 'success'), /notée/)
    const licence = await Licence.findByOrFail('workId', work.id)
    assert.containsSubset(licence.evidence, {
      ...{ method: 'paper', grantsPaidUse: true },
      paper: { mimeType: 'application/pdf', fileName: 'licence signée.pdf' },
    })
    assert.match(String(licence.evidence.recordedBy), /^Nadia Benali/)
    const { props } = (await desk.page(`${WORKS}/${work.id}`)).body()
    const read = await desk.file(props.work.licence.paperUrl)
    read.assertStatus(200)
    read.assertHeader('content-type', 'application/pdf')
    ;(await desk.file(`${path}/${newId()}/paper`)).assertStatus(404)
    const outsider = deskOf(client, await givenAccount())
    assert.isTrue(isRefused(await outsider.file(props.work.licence.paperUrl)))
  })

  test('P17: a sheet that does not make 100 % is refused beside its lines, and none is kept', async ({
    client,
    assert,
  }) => {
    const { work, payee } = await givenWork(clock, 'Zzfeuille')
    const { payee: other } = await givenRightsHolder(clock, 'Autre')
    const desk = await givenDesk(client, ['moderator'])
    const path = `${WORKS}/${work.id}/split-sheets`
    const line = (payeeId: string, part: string) => ({ payee_id: payeeId, role: 'author', part })
    const refused = async (lines: object[], valid_from = '2031-03-10') =>
      fieldErrors(await desk.send(path, { valid_from, lines }))
    const two = [line(payee.id, '66,67'), line(other.id, '33,34')]
    assert.match((await refused(two)).lines[0], /100\s%/)
    assert.match(
      (await refused([line(payee.id, '50'), line(payee.id, '50')])).lines[0],
      /deux fois/
    )
    assert.match((await refused([line(newId(), '100')])).lines[0], /registre/)
    assert.match((await refused([])).lines[0], /au moins une personne/)
    assert.isDefined((await refused([line(payee.id, 'tout')]))['lines.0.part'])
    assert.match((await refused([line(payee.id, '100')], '2031-02-28')).valid_from[0], /remonter/)
    assert.isDefined((await refused([line(payee.id, '100')], 'hier')).valid_from)
    assert.isNull(await SplitSheet.findBy('workId', work.id))
    const lines = [line(payee.id, '66,67'), line(other.id, '33,33')]
    assert.match(
      sentence(await desk.send(path, { valid_from: '2031-03-10', lines }), 'success'),
      /message/
    )
    const unknown = { valid_from: '2031-03-10', lines }
    ;(await desk.send(`${WORKS}/${newId()}/split-sheets`, unknown)).assertStatus(404)
  })

  test('who may not make works is refused at each step', async ({ client, assert }) => {
    const { work, payee, rightsHolder } = await givenWork(clock, 'Zznon')
    await installLicenceTexts()
    const treasurer = await givenDesk(client, ['treasurer'])
    const path = `${WORKS}/${work.id}`
    const { props } = (await treasurer.page(path)).body()
    assert.deepInclude(props.making, { file: false, licence: null })
    assert.isFalse((await treasurer.page(ARTISTS)).body().props.may.manage)
    const bytes = await aRecording('Zznon')
    const holder = { name: 'X', legal_form: 'person', kind: 'author' }
    const outsider = deskOf(client, await givenAccount())
    for (const refused of [
      await treasurer.send(WORKS, { title: 'X', artist_id: work.artistId, kind: 'audio' }),
      await treasurer.send(ARTISTS, { name: 'X', rights_holder_id: 'none' }),
      await treasurer.send(`${ARTISTS}/${work.artistId}`, { name: 'X', rights_holder_id: 'none' }),
      await upload(client, treasurer.account, `${path}/file`, {
        ...{ field: 'file', bytes, name: 'x.mp3' },
      }),
      await treasurer.send(`${path}/licences`, { rights_holder_id: rightsHolder.id }),
      await treasurer.send(`${path}/split-sheets`, { valid_from: '2031-03-10', lines: [] }),
      await treasurer.send('/licensing/office/rights-holders', holder),
      await treasurer.send(`/licensing/office/rights-holders/${payee.id}`, holder),
      await outsider.page(ARTISTS),
      await outsider.page('/licensing/office/rights-holders'),
    ]) {
      assert.isTrue(isRefused(refused), refused.request.config.endpoint)
    }
    assert.isNull(await db.from('media_files').where('work_id', work.id).first())
    assert.isNull(await db.from('artists').where('name', 'X').first())
    const nobody = await client.get(ARTISTS).redirects(0)
    assert.match(nobody.header('location')!, /sign-in/)
  })
})
