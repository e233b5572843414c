import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import config from '#config/tracker'
import { lucidDatabase } from '#services/tracker/lucid_database'
import { torrentFile } from '#services/tracker/personal_torrent'
import { revokeAnnounceTokens } from '#services/tracker/revoke_announce_token'
import db from '@adonisjs/lucid/services/db'
import { clockOf, makeSubscriber, makeWork, startTracker, tokenFor, unitsOf } from './scene.js'

const clock = clockOf('2031-09')

const FLAGS = [
  ...['--no-conf', '--enable-dht=false', '--enable-dht6=false', '--bt-enable-lpd=false'],
  ...['--enable-peer-exchange=false', '--disable-ipv6=true', '--console-log-level=warn'],
  ...['--summary-interval=0', '--allow-overwrite=true', '--bt-stop-timeout=25'],
]

/** An unmodified aria2c of the distribution. */
function aria2(folder: string, torrent: string, flags: string[]) {
  const child = spawn('aria2c', [...FLAGS, ...flags, '-d', folder, torrent], { stdio: 'pipe' })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  const ended = new Promise<string>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', () => resolve(output))
  })
  return { child, ended, said: () => output }
}

test.group('aria2c, as the distribution ships it', (group) => {
  let running: Awaited<ReturnType<typeof startTracker>>
  let folder: string
  group.setup(async () => {
    running = await startTracker(clock, { directoryCacheSeconds: 0.2 })
    folder = await mkdtemp(join(tmpdir(), 'peerfy-aria2-'))
  })
  group.teardown(async () => {
    await running.stop()
    await rm(folder, { recursive: true, force: true })
  })

  async function scene() {
    const work = await makeWork({ byteLength: 1_500_000 })
    const subscriberId = await makeSubscriber()
    const token = await tokenFor(subscriberId, work.workId, clock)
    return { work, subscriberId, token }
  }

  async function torrentOnDisk(
    work: Awaited<ReturnType<typeof makeWork>>,
    token: string,
    withWebSeed: boolean,
    publicUrl = running.url
  ) {
    const stored = { infoHash: work.infoHash.toString('hex'), name: work.fileName }
    const bytes = torrentFile({ ...stored, metainfo: work.metainfo }, { publicUrl, token })
    // Another key of the same length hides the webseed: then only a peer can help.
    const text = bytes.toString('latin1')
    const seen = withWebSeed ? text : text.replace('8:url-list', '8:url-lisT')
    const path = join(folder, `${token}.torrent`)
    await writeFile(path, Buffer.from(seen, 'latin1'))
    return path
  }

  test('it takes the torrent, fetches from the webseed and is counted once', async ({ assert }) => {
    const { work, subscriberId, token } = await scene()
    const torrent = await torrentOnDisk(work, token, true)
    const out = await mkdtemp(join(folder, 'web-'))
    for (let i = 0; i < 2; i++) {
      await aria2(out, torrent, ['--seed-time=0', '--listen-port=21181']).ended
      const file = await readFile(join(out, work.fileName))
      assert.isTrue(file.equals(work.media))
      await rm(join(out, work.fileName))
    }
    assert.lengthOf(await unitsOf(subscriberId), 1)
  })

  test('it fetches from another client, and both are metered', async ({ assert }) => {
    const seeding = await scene()
    const { work } = seeding
    const seedFolder = await mkdtemp(join(folder, 'seed-'))
    await writeFile(join(seedFolder, work.fileName), work.media)
    const seeder = aria2(seedFolder, await torrentOnDisk(work, seeding.token, false), [
      ...['-V', '--seed-time=1', '--seed-ratio=0.0', '--listen-port=21182'],
    ])
    for (let waits = 0; running.tracker.figures.peers === 0 && waits < 100; waits++) {
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    const subscriberId = await makeSubscriber()
    const token = await tokenFor(subscriberId, work.workId, clock)
    const out = await mkdtemp(join(folder, 'peer-'))
    const torrent = await torrentOnDisk(work, token, false)
    await aria2(out, torrent, ['--seed-time=0', '--listen-port=21183']).ended
    seeder.child.kill('SIGINT')
    await seeder.ended
    await running.tracker.flush()
    const file = await readFile(join(out, work.fileName))
    assert.isTrue(file.equals(work.media))
    assert.lengthOf(await unitsOf(subscriberId), 1)
    assert.isEmpty(await unitsOf(seeding.subscriberId))
    const rows = await db.from('transfer_deltas').where('info_hash', work.infoHash)
    const sum = (name: string) => rows.reduce((total, row) => total + Number(row[name]), 0)
    assert.isAtLeast(sum('downloaded'), work.media.length)
    assert.isAtLeast(sum('uploaded'), work.media.length)
  }).timeout(60_000)

  test('P4: with a revoked token it is told so, and nothing is counted', async ({ assert }) => {
    const { work, subscriberId, token } = await scene()
    const torrent = await torrentOnDisk(work, token, true)
    await lucidDatabase.use((client) => revokeAnnounceTokens(client, { subscriberId, clock }))
    const out = await mkdtemp(join(folder, 'revoked-'))
    const flags = ['--seed-time=0', '--listen-port=21184', '--bt-stop-timeout=3']
    const output = await aria2(out, torrent, flags).ended
    assert.match(output, /jeton revoque/)
    assert.isEmpty(await unitsOf(subscriberId))
  }).timeout(60_000)
  test('P4: a client that runs is refused within a minute of the revocation, with what we ship', async ({
    assert,
    cleanup,
  }) => {
    assert.isBelow(config.directoryCacheSeconds, 60)
    const shipped = await startTracker(clock)
    const { work, subscriberId, token } = await scene()
    const torrent = await torrentOnDisk(work, token, false, shipped.url)
    const out = await mkdtemp(join(folder, 'running-'))
    const flags = ['--bt-tracker-interval=2', '--listen-port=21185', '--bt-stop-timeout=120']
    const client = aria2(out, torrent, flags)
    cleanup(async () => {
      client.child.kill('SIGKILL')
      await shipped.stop()
    })
    const until = async (happened: () => boolean, seconds: number) => {
      for (let waits = 0; !happened() && waits < seconds * 10; waits++) {
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }
    await until(() => shipped.tracker.figures.peers === 1, 20)
    assert.equal(shipped.tracker.figures.peers, 1, 'it runs and is served')
    assert.notMatch(client.said(), /jeton revoque/)

    await lucidDatabase.use((connection) =>
      revokeAnnounceTokens(connection, { subscriberId, clock })
    )
    const revokedAt = performance.now()
    await until(() => /jeton revoque/.test(client.said()), 60)
    assert.match(client.said(), /jeton revoque/)
    assert.isBelow(performance.now() - revokedAt, 60_000)
    assert.isEmpty(await unitsOf(subscriberId))
  }).timeout(120_000)
})
