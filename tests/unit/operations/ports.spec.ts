import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { freePort, parsePort, portState, rememberedPort } from '../../../bin/services/ports.mjs'

async function takenPort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, port: (server.address() as AddressInfo).port }
}

test.group('Ports of the embedded services', () => {
  test('only whole numbers from 1 to 65535 are ports', ({ assert }) => {
    assert.equal(parsePort('3333'), 3333)
    assert.equal(parsePort(' 65535\n'), 65_535)
    for (const wrong of ['', '0', '65536', '-1', '33.3', '0x10', 'abc', undefined]) {
      assert.isUndefined(parsePort(wrong), String(wrong))
    }
  })

  test('a port with a listener is taken, one without is free', async ({ assert, cleanup }) => {
    const { server, port } = await takenPort()
    cleanup(() => void server.close())
    assert.equal(await portState(port), 'taken')
    assert.equal(await portState(await freePort()), 'free')
  })

  test('a chosen port is kept while it is free and chosen anew when it is not', async ({
    assert,
    cleanup,
  }) => {
    const file = join(mkdtempSync(join(tmpdir(), 'ports-')), 'port')
    const first = await rememberedPort(file)
    assert.equal(await rememberedPort(file), first)

    const { server, port } = await takenPort()
    cleanup(() => void server.close())
    writeFileSync(file, `${port}\n`)
    const next = await rememberedPort(file)
    assert.notEqual(next, port)
    assert.equal(readFileSync(file, 'utf8'), `${next}\n`)
  })
})
