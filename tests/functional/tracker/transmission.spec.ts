import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { torrentFile } from '#services/tracker/personal_torrent'
import { clockOf, makeSubscriber, makeWork, startTracker, tokenFor, unitsOf } from './scene.js'

const clock = clockOf('2031-10')

test.group('transmission-cli, as the distribution ships it', () => {
  test('it takes the personal torrent and is counted once', async ({ assert, cleanup }) => {
    const running = await startTracker(clock)
    cleanup(() => running.stop())
    const folder = await mkdtemp(join(tmpdir(), 'peerfy-transmission-'))
    cleanup(() => rm(folder, { recursive: true, force: true }))
    const work = await makeWork({ byteLength: 900_000 })
    const subscriberId = await makeSubscriber()
    const token = await tokenFor(subscriberId, work.workId, clock)
    const stored = { infoHash: work.infoHash.toString('hex'), name: work.fileName }
    const path = join(folder, 'work.torrent')
    await writeFile(
      path,
      torrentFile({ ...stored, metainfo: work.metainfo }, { publicUrl: running.url, token })
    )
    const flags = ['-g', join(folder, 'config'), '-w', folder, '-p', '21185', '-M', path]
    const client = spawn('transmission-cli', flags, { stdio: 'ignore' })
    const ended = once(client, 'exit')
    let units: unknown[] = []
    for (let waits = 0; units.length === 0 && waits < 150; waits++) {
      await new Promise((resolve) => setTimeout(resolve, 200))
      units = await unitsOf(subscriberId)
    }
    assert.lengthOf(units, 1)
    client.kill('SIGINT')
    await ended
    const file = await readFile(join(folder, work.fileName))
    assert.isTrue(file.equals(work.media))
    assert.lengthOf(await unitsOf(subscriberId), 1)
  }).timeout(60_000)
})
