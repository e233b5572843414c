import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiRequest } from '@japa/api-client'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import env from '#start/env'
import { approvePublication } from '#services/publication/approve_publication'
import { publishPeriod } from '#services/publication/publish_period'
import { pushPublication } from '#services/publication/push_publication'
import { followClose } from '#services/royalties/close/follow_close'
import { filePath } from '#services/royalties/files/period_paths'
import Publication from '#models/publication/publication'
import { QUEUES, startCloseQueue } from '#tests/support/close_queue'
import { runCommand, SmallCooperative, takeWithAria2 } from '#tests/stories/small_cooperative'
import { verifyEntry } from '#verify/verify_entry'
import type { Entry } from '#verify/entry'

ApiRequest.addParser('application/x-bittorrent', (response, callback) => {
  const chunks: Buffer[] = []
  response.on('data', (chunk) => chunks.push(Buffer.from(chunk, 'binary')))
  response.on('end', () => callback(null, Buffer.concat(chunks)))
})

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

for (const home of QUEUES) {
  test.group(
    `A month, from a download to a report that anybody can check, queue on ${home}`,
    (group) => {
      let here: SmallCooperative
      group.setup(async () => {
        here = await SmallCooperative.found(`Ressac ${home}`)
        const { stop } = await startCloseQueue(home, 2)
        return async () => {
          await stop()
          await here.stop()
        }
      })

      /** A file over HTTP counts once its last byte has gone, which its reader may notice first. */
      async function countedUnits(wanted: number) {
        for (let waits = 0; waits < 50; waits++) {
          const units = await db.from('usage_units')
          if (units.length >= wanted) return units
          await sleep(100)
        }
        return db.from('usage_units')
      }

      async function approveByTheDelegates() {
        const { rootHex: root, docHashHex: docHash } = await Publication.query()
          .where('period', here.period)
          .firstOrFail()
        for (const actor of [here.staff.artists, here.staff.subscribers]) {
          const { period, clock } = here
          await approvePublication({ period, actor, root, docHash, clock })
        }
      }

      async function publish() {
        const { period, clock } = here
        const actor = here.staff.treasurer
        const transactionId = await publishPeriod({ period, actor, clock })
        return pushPublication({ transactionId, clock })
      }

      test('two people download, the month is closed, approved, published, and each checks it', async ({
        assert,
        client,
      }) => {
        const [file] = await here.work.related('mediaFiles').query()
        const lou = await here.subscriber('Lou')
        const sacha = await here.subscriber('Sacha')
        const torrentPath = `/tracker/works/${here.work.slug}/torrent`

        const torrent = await client.get(torrentPath).withGuard('web').loginAs(lou.account)
        torrent.assertStatus(200)
        const taken = await takeWithAria2(torrent.body() as Buffer, file.fileName)
        assert.equal(sha256(taken), file.sha256)

        const page = await client
          .get(`/catalogue/works/${here.work.slug}`)
          .withGuard('web')
          .loginAs(sacha.account)
          .withInertia()
        const plain = await fetch(page.inertiaProps.access.fileUrl)
        assert.equal(sha256(new Uint8Array(await plain.arrayBuffer())), file.sha256)

        const units = await countedUnits(2)
        assert.sameDeepMembers(
          units.map((unit) => [unit.subscriber_id, unit.units, unit.period]),
          [lou, sacha].map(({ subscriberId }) => [subscriberId, 1, here.period])
        )

        await here.endMonth()
        const { period, clock } = here
        const actor = here.staff.treasurer
        const summary = await followClose({ period, actor, clock }, () => {})
        assert.equal(summary.gross_cents, '1600')
        assert.equal(summary.payee_lines_micro, summary.artists_micro)
        await approveByTheDelegates()
        assert.deepEqual(await publish(), { state: 'verified', waiting: false })

        for (const { account, kind } of [
          { account: lou.account, kind: 'subscriber' },
          { account: here.artist, kind: 'payee' },
        ]) {
          const answer = await client
            .get(`/api/v1/me/statements/${here.period}`)
            .withGuard('web')
            .loginAs(account)
          answer.assertStatus(200)
          const [entry]: Entry[] = answer.body().statements
          assert.equal(entry.statement.kind, kind)
          const verified = await verifyEntry(entry, { rpcUrl: env.get('CHAIN_RPC_URL') })
          assert.equal(verified.state, 'ok', JSON.stringify(verified.steps))
          assert.isEmpty(verified.steps.filter(({ state }) => state !== 'ok'))
        }
      }).timeout(120_000)

      test('P25: the whole month verifies, and one changed byte of its input is found and named', async ({
        assert,
      }) => {
        const whole = await runCommand('publication:verify', here.period)
        assert.equal(whole.exitCode, 0, whole.lines.join('\n'))
        assert.equal(whole.last, 'verified')

        const path = filePath({ period: here.period, revision: 1 }, 'input', 'usage.csv')
        const bytes = await readFile(path)
        const changed = Buffer.from(bytes)
        changed[changed.length - 2] ^= 1
        await writeFile(path, changed)
        const found = await runCommand('publication:verify', here.period)
        await writeFile(path, bytes)
        assert.equal(found.exitCode, 1)
        assert.match(found.lines.join('\n'), /files: .*usage\.csv/)
        assert.equal(found.last, 'failed at files')
      }).timeout(120_000)

      test('every invariant of the running data holds afterwards', async ({ assert }) => {
        const checked = await runCommand('checks:run')
        assert.equal(checked.exitCode, 0, checked.lines.join('\n'))
      }).timeout(60_000)
    }
  )
}
