import { test } from '@japa/runner'
import { installedMatches } from '../../../bin/services/install.mjs'
import { needsServices } from '../../../bin/services/run_ace.mjs'
import { worthShowing } from '../../../bin/services/supervisor.mjs'

const lock = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b-darwin': { version: '2.0.0', optional: true },
  },
}

test.group('What npm start decides', () => {
  test('packages match when all but those of other platforms are there', ({ assert }) => {
    const a = { version: '1.0.0' }
    assert.isTrue(installedMatches(lock, { packages: { 'node_modules/a': a } }))
    assert.isFalse(installedMatches(lock, { packages: {} }))
    assert.isFalse(installedMatches(lock, { packages: { 'node_modules/a': { version: '1.0.1' } } }))
    const wrong = { 'node_modules/a': a, 'node_modules/b-darwin': { version: '2.0.1' } }
    assert.isFalse(installedMatches(lock, { packages: wrong }))
    assert.isFalse(installedMatches(lock, undefined))
  })

  test('commands on files and code start no database', ({ assert }) => {
    const without = [
      '',
      'list',
      'help',
      'codegen',
      'build',
      'make:controller',
      'royalties:allocate',
    ]
    for (const name of without) assert.isFalse(needsServices([name].filter(Boolean)), name)
    assert.isFalse(needsServices(['migration:run', '--help']))
    for (const name of ['migration:run', 'royalties:close', 'demo:seed', 'queue:work']) {
      assert.isTrue(needsServices([name]), name)
    }
  })

  test('the terminal shows warnings and what is no log line', ({ assert }) => {
    assert.isUndefined(worthShowing('{"level":30,"msg":"started"}'))
    assert.equal(worthShowing('{"level":40,"msg":"slow"}'), 'slow')
    assert.equal(worthShowing('{"level":50,"msg":"x","err":{"message":"broken"}}'), 'broken')
    assert.isUndefined(worthShowing('[06:17:26.391] INFO (peerfy/1): started HTTP server'))
    assert.equal(
      worthShowing('[06:17:26.391] ERROR (peerfy/1): no'),
      '[06:17:26.391] ERROR (peerfy/1): no'
    )
    assert.isUndefined(worthShowing('    at file.ts:1'))
    assert.equal(worthShowing('Segmentation fault'), 'Segmentation fault')
  })
})
