import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import ShareMovement from '#models/shares/share_movement'
import { recordRoots } from '#services/shares/movements/record_roots'
import { givenHolder, withCooperative, wrongWithTheRegister } from '#tests/support/shares'
import { FixedClock } from '#values/clock'

const clock = new FixedClock('2026-03-10T10:00:00')

/** What somebody with the database's keys may do to movement 2, and what is found. */
const TAMPERINGS: [string, string, RegExp][] = [
  [
    'shares',
    'UPDATE share_movements SET shares = shares + 1 WHERE number = 2',
    /movement 2: its content/,
  ],
  [
    'the paid part',
    'UPDATE share_movements SET paid_cents = paid_cents - 1 WHERE number = 2',
    /movement 2: its content/,
  ],
  [
    'a day',
    `UPDATE share_movements SET effective_on = '2026-03-09' WHERE number = 2`,
    /movement 2: its content/,
  ],
  [
    'an instant by a millionth',
    `UPDATE share_movements SET recorded_at = recorded_at + interval '1 microsecond' WHERE number = 2`,
    /movement 2: its content/,
  ],
  [
    'one letter of a name',
    `UPDATE share_movements SET recorded_by_label = 'esSai' WHERE number = 2`,
    /movement 2: its content/,
  ],
  [
    'a reason',
    `UPDATE share_movements SET reason = '' WHERE number = 2`,
    /movement 2: its content/,
  ],
  [
    'the holder',
    'UPDATE share_movements SET to_member_id = (SELECT to_member_id FROM share_movements WHERE number = 1) WHERE number = 2',
    /movement 2: its content/,
  ],
  [
    'one byte of the hash',
    'UPDATE share_movements SET hash = set_byte(hash, 31, get_byte(hash, 31) # 1) WHERE number = 2',
    /movement 2: its content/,
  ],
  [
    'one byte of the link',
    'UPDATE share_movements SET previous_hash = set_byte(previous_hash, 0, get_byte(previous_hash, 0) # 1) WHERE number = 2',
    /movement 2: it does not follow/,
  ],
  [
    'a content with its own new hash',
    `UPDATE share_movements SET shares = 9, hash = share_movement_hash(jsonb_populate_record(share_movements, '{"shares": 9}')) WHERE number = 2`,
    /movement 3: it does not follow/,
  ],
  [
    'a movement removed',
    'DELETE FROM share_movements WHERE number = 2',
    /movement 3: movement 2 is missing/,
  ],
  [
    'the last movement removed',
    'DELETE FROM share_movements WHERE number = 3',
    /movement 3: the register ends at 3/,
  ],
]

test.group('Shares | a register that was tampered with', (group) => {
  withCooperative(group, { clock, at: '2026-03-10T10:00:00' })
  /** What was tampered with is put right again before the end, so that the group's own check holds. */
  group.each.setup(() => () => db.rawQuery('ROLLBACK TO SAVEPOINT untouched'))

  test('C11 checks:run names the movement where {0} was changed')
    .with(TAMPERINGS)
    .run(async ({ assert }, [, sql, found]) => {
      for (const shares of [1, 2, 3]) await givenHolder(clock, shares)
      await db.rawQuery('SAVEPOINT untouched')
      assert.deepEqual(await wrongWithTheRegister(), [])
      await db.rawQuery('ALTER TABLE share_movements DISABLE TRIGGER USER')
      await db.rawQuery(sql)
      const wrong = await wrongWithTheRegister()
      assert.match(wrong.join('\n'), found)
    })

  test('C11 the root of every day that is over is kept, once, and contradicts a rewritten past', async ({
    assert,
  }) => {
    await givenHolder(clock, 1)
    clock.moveTo('2026-03-12T09:00')
    await givenHolder(clock, 2)
    assert.equal(await recordRoots(clock), 2)
    assert.equal(await recordRoots(clock), 0)
    clock.moveTo('2026-03-13T00:15')
    assert.equal(await recordRoots(clock), 1)
    const roots = await db.from('register_roots').orderBy('day')
    assert.deepEqual(
      roots.map((root) => String(root.last_number)),
      ['1', '1', '2']
    )
    const last = await ShareMovement.findOrFail('2')
    assert.isTrue(last.hash.equals(roots[2].root))
    await db.rawQuery('SAVEPOINT untouched')
    await db.rawQuery('ALTER TABLE share_movements DISABLE TRIGGER USER')
    await db.rawQuery(
      `UPDATE share_movements SET hash = set_byte(hash, 0, get_byte(hash, 0) # 1) WHERE number = 1`
    )
    assert.match((await wrongWithTheRegister()).join('\n'), /shares\.roots_hold/)
  })
})
