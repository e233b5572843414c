import { test } from '@japa/runner'
import fc from 'fast-check'
import { SwarmStore, type Peer } from '#services/tracker/swarm_store'

function peer(name: string, seeder: boolean, seenAt = 0): Peer {
  return {
    key: name,
    peerId: name,
    seeder,
    index: 0,
    ipv4: String.fromCharCode(10, 0, 0, name.charCodeAt(0), 26, 225),
    ipv6: '',
    seenAt,
    meter: null,
    lastEvent: '',
    lastOverIpv6: false,
    meteredAt: 0,
  }
}

test.group('Swarms', () => {
  test('P6: seeders are given leechers, nobody is given himself, numwant is kept', ({ assert }) => {
    const swarm = new SwarmStore({ maxPeersPerSwarm: 100 }).findOrCreate('x')
    for (const name of 'abcde') swarm.add(peer(name, false))
    for (const name of 'uvw') swarm.add(peer(name, true))
    const names = (peers: Peer[]) =>
      peers
        .map((one) => one.peerId)
        .sort()
        .join('')
    assert.equal(names(swarm.pick({ peerId: 'u', seeder: true }, 50)), 'abcde')
    assert.equal(names(swarm.pick({ peerId: 'a', seeder: false }, 50)), 'bcdeuvw')
    assert.lengthOf(swarm.pick({ peerId: 'a', seeder: false }, 3), 3)
    assert.equal(swarm.compactPeers({ peerId: 'u', seeder: true }, 50).ipv4.length, 30)
    const [first] = swarm.dictionaryPeers({ peerId: 'u', seeder: true }, 1, false)
    assert.match(first.address, /^10\.0\.0\.\d+$/)
    assert.equal(first.port, 6881)
    assert.isNull(first.id)
  })

  test('P5: peers that fell silent and swarms left empty are pruned', ({ assert }) => {
    const store = new SwarmStore({ maxPeersPerSwarm: 100 })
    store.findOrCreate('x').add(peer('a', false, 10))
    store.findOrCreate('y').add(peer('b', true, 20))
    assert.deepEqual([...store.prune(15)], ['x', 'y'])
    assert.isUndefined(store.find('x'))
    assert.equal(store.countPeers(), 1)
    assert.equal(store.size, 1)
  })

  test('P6: 5 000 peers fit in a swarm, and a full one lets the silent go', ({ assert }) => {
    const store = new SwarmStore({ maxPeersPerSwarm: 5_000 })
    const swarm = store.findOrCreate('x')
    for (let i = 0; i < 5_001; i++) store.add(swarm, peer(`p${i}`, i % 2 === 0, i))
    assert.equal(swarm.peers.size, 5_000)
    assert.isUndefined(swarm.get('p0'))
    assert.isDefined(swarm.get('p5000'))
  })

  test('whatever comes and goes, the lists agree with the map (500 seeds)', () => {
    const step = fc.record({ name: fc.constantFrom(...'abcdef'), act: fc.nat(2) })
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const swarm = new SwarmStore({ maxPeersPerSwarm: 100 }).findOrCreate('x')
        for (const { name, act } of steps) {
          const known = swarm.get(name)
          if (!known) swarm.add(peer(name, act === 0))
          else if (act === 0) swarm.remove(known)
          else swarm.setSeeder(known, act === 1)
        }
        const listed = [...swarm.seeders, ...swarm.leechers]
        return (
          listed.length === swarm.peers.size &&
          swarm.seeders.every((one, at) => one.seeder && one.index === at) &&
          swarm.leechers.every((one, at) => !one.seeder && one.index === at)
        )
      }),
      { numRuns: 500 }
    )
  })
})
