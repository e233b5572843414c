import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import sharesConfig from '#config/shares'
import ShareTransfer from '#models/shares/share_transfer'
import ShareTransferPaper from '#models/shares/share_transfer_paper'
import { storedDocument } from '#services/membership/applications/document_files'
import { dropPapersOfTransfers } from '#services/shares/transfers/transfer_papers'
import { asStaff, givenAccount } from '#tests/support/accounts'
import { fieldErrors, givenDesk, isRefused, sentence } from '#tests/support/desk'
import { givenHolder, must, OFFICE, withCooperative } from '#tests/support/shares'
import { agreeTo, orderTransfer } from '#tests/support/transfers'
import { FixedClock } from '#values/clock'
import { sha256Hex } from '#values/digest'

const clock = new FixedClock('2026-03-10T10:00:00')
const act = { actor: OFFICE, clock }
const ROOT = '/shares/office/transfers'
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
const folder = mkdtempSync(join(tmpdir(), 'scans-'))

function file(name: string, bytes: Buffer | string): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

async function givenOrder(account: { id: string } | null = null) {
  const giver = await givenHolder(clock, 6)
  const taker = await givenHolder(clock, 1, { accountId: account?.id })
  const handover = { fromMemberId: giver.id, toMemberId: taker.id, shares: 1 }
  return { giver, taker, transfer: must(await orderTransfer({ ...handover, ...act })) }
}

async function secretary(client: ApiClient) {
  const desk = await givenDesk(client, ['secretary'])
  const scan = (path: string, given: Record<string, string>, scanned: string) => {
    const request = asStaff(client.post(path), desk.account).withCsrfToken().file('scan', scanned)
    return request.fields(given).redirects(0)
  }
  return { ...desk, scan }
}

test.group('Shares | papers of transfers, and orders that wait', (group) => {
  withCooperative(group, { clock, at: '2026-03-10T10:00:00' })

  test('L231-4 the scan of an acceptance on paper is kept, and its hash with the acceptance', async ({
    client,
    assert,
  }) => {
    const { transfer } = await givenOrder()
    const desk = await secretary(client)
    const path = `${ROOT}/${transfer.id}/acceptance`
    const said = { paper_reference: 'Lettre du 8 mars' }
    const wrong = await desk.scan(path, said, file('note.png', 'un texte'))
    assert.match(fieldErrors(wrong).scan[0], /ni un PDF/)
    const big = file('grand.png', Buffer.concat([PNG, Buffer.alloc(sharesConfig.largestScanBytes)]))
    assert.match(fieldErrors(await desk.scan(path, said, big)).scan[0], /10 Mo/)
    assert.equal((await transfer.refresh()).state, 'requested')
    assert.lengthOf(await ShareTransferPaper.all(), 0)

    const yes = await desk.scan(path, said, file('accord "signé".png', PNG))
    assert.match(sentence(yes, 'success'), /Accord noté/)
    const [paper] = await ShareTransferPaper.all()
    assert.deepInclude(paper.$attributes, { kind: 'acceptance', mimeType: 'image/png' })
    assert.equal(paper.sha256, sha256Hex(PNG))
    const { acceptance } = await transfer.refresh()
    assert.deepInclude(acceptance, { method: 'paper', scan_sha256: paper.sha256 })

    // Route 'shares.office.transfers.scan'.
    const read = `${ROOT}/${transfer.id}/papers/${paper.id}`
    const visitor = await client.get(read).redirects(0)
    assert.match(visitor.header('location')!, /sign-in/)
    assert.isTrue(isRefused(await (await givenDesk(client, ['moderator'])).file(read)))
    const readBack = await (await givenDesk(client, ['board'])).file(read)
    assert.equal(readBack.header('x-content-type-options'), 'nosniff')
    assert.match(readBack.header('content-disposition')!, /^attachment/)
    assert.deepEqual(Buffer.from(readBack.body()), PNG)
    const other = await givenOrder()
    const elsewhere = `${ROOT}/${other.transfer.id}/papers/${paper.id}`
    assert.equal((await desk.file(elsewhere)).status(), 404)
    const { props } = (await desk.page(ROOT)).body() as any
    const line = props.waiting.find(({ id }: any) => id === transfer.id)
    assert.equal(line.papers[0].fileName, paper.fileName)
  })

  test('an order, a refusal and a withdrawal keep their scans; no paper changes or goes', async ({
    client,
    assert,
  }) => {
    const { giver, taker, transfer } = await givenOrder()
    const desk = await secretary(client)
    const why = { paper_reference: 'Lettre', reason: 'Trop cher' }
    const scanned = file('lettre.png', PNG)
    await desk.scan(`${ROOT}/${transfer.id}/decline`, why, scanned)
    const order = { from_number: String(giver.number), to_member: taker.id, shares: '1' }
    await desk.scan(ROOT, { ...order, ...why }, scanned)
    const second = await ShareTransfer.findByOrFail('state', 'requested')
    assert.deepInclude(second.evidence, { method: 'paper', scan_sha256: sha256Hex(PNG) })
    await desk.scan(`${ROOT}/${second.id}/withdrawal`, why, scanned)
    const kept = await ShareTransferPaper.query().orderBy('keptAt').orderBy('id')
    assert.sameMembers(
      kept.map(({ kind }) => kind),
      ['decline', 'order', 'withdrawal']
    )
    for (const forged of [{ sha256: '0'.repeat(64) }, { kind: 'order' }, { file_name: 'x' }])
      await assert.rejects(() =>
        db.transaction((trx) =>
          trx.from('share_transfer_papers').where('id', kept[0].id).update(forged)
        )
      )
    await assert.rejects(
      () => db.transaction((trx) => trx.from('share_transfer_papers').delete()),
      /never changed or deleted/
    )
  })

  test('with the details of a side go the scans; their hashes stay', async ({ client, assert }) => {
    const { taker, transfer } = await givenOrder()
    const desk = await secretary(client)
    const path = `${ROOT}/${transfer.id}/acceptance`
    await desk.scan(path, { paper_reference: 'Lettre' }, file('a.png', PNG))
    const [paper] = await ShareTransferPaper.all()
    const stored = storedDocument(paper.storagePath!)
    assert.isTrue(existsSync(stored))
    await db.transaction((trx) => dropPapersOfTransfers(trx, { memberId: taker.id }))
    assert.isFalse(existsSync(stored))
    const { fileName, storagePath, sha256 } = await ShareTransferPaper.findOrFail(paper.id)
    assert.deepEqual([fileName, storagePath, sha256], [null, null, paper.sha256])
    assert.equal((await desk.file(`${ROOT}/${transfer.id}/papers/${paper.id}`)).status(), 404)
  })

  test('the desk shows orders that wait: for a paper at once, for a page late after three weeks', async ({
    client,
    assert,
  }) => {
    const { transfer: byPage } = await givenOrder(await givenAccount())
    const desk = await secretary(client)
    const tasks = async () => {
      const { props } = (await desk.page('/office')).body() as any
      return props.tasks.filter(({ key }: any) => /^transfer_/.test(key))
    }
    const href = '/shares/office/transfers'
    const waits = { key: 'transfer_answers', count: 1, href, urgent: false }
    assert.lengthOf(await tasks(), 1)
    assert.deepInclude((await tasks())[0], waits)
    const { transfer: byPaper } = await givenOrder()
    const [paper] = await tasks()
    assert.deepInclude(paper, { key: 'transfer_paper_answers', count: 1, urgent: true })
    clock.advance({ days: sharesConfig.unansweredAfterDays + 1 })
    assert.deepInclude((await tasks())[1], { ...waits, urgent: true })
    const { props } = (await desk.page(ROOT)).body() as any
    const known = props.waiting.map(({ id, takerHasAccount }: any) => [id, takerHasAccount])
    assert.deepEqual(Object.fromEntries(known), { [byPage.id]: true, [byPaper.id]: false })
    for (const { id } of [byPage, byPaper]) must(await agreeTo(id, act))
    assert.lengthOf(await tasks(), 0)
    const board = await givenDesk(client, ['moderator'])
    const theirs = ((await board.page('/office')).body() as any).props.tasks
    assert.isFalse(theirs.some(({ key }: any) => /^transfer_/.test(key)))
  })
})
