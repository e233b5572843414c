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

  /** What is pending is decided first: a table with pending checks keeps its guards. */
  async function guardsOff() {
    await db.rawQuery('SAVEPOINT untouched')
    await db.rawQuery('SET CONSTRAINTS ALL IMMEDIATE')
    for (const table of ['share_movements', 'journal_lines', 'journal_entries']) {
      await db.rawQuery(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
    }
  }

  const PIECES: [string, string, RegExp][] = [
    [
      'the member of a line of account 101 is nobody',
      `UPDATE journal_lines SET auxiliary = NULL WHERE account_code = '10131' AND entry_id = :entry`,
      /shares\.pieces_say_the_same[\s\S]*shares\.ledger_paid/,
    ],
    [
      'two pieces say the right sum together, and each the wrong one',
      `UPDATE journal_lines l SET auxiliary = o.auxiliary FROM journal_lines o
        WHERE l.account_code = '10131' AND o.account_code = '10131' AND l.id <> o.id
          AND l.credit_cents = 4000 AND o.credit_cents = 4000`,
      /shares\.pieces_say_the_same/,
    ],
    [
      'a piece of another account',
      `UPDATE journal_lines SET account_code = '1012' WHERE account_code = '10131' AND entry_id = :entry`,
      /shares\.pieces_say_the_same/,
    ],
    [
      'a movement was recorded in a time to come',
      `UPDATE share_movements SET recorded_at = recorded_at + interval '1 year' WHERE number = 2`,
      /shares\.recorded_in_time/,
    ],
  ]
  test('C11 checks:run finds it when {0}')
    .with(PIECES)
    .run(async ({ assert }, [, sql, found]) => {
      for (const shares of [1, 2, 2]) await givenHolder(clock, shares)
      await guardsOff()
      const { rows } = await db.rawQuery(
        `SELECT e.id FROM journal_entries e JOIN share_movements m ON m.piece_reference = e.piece_reference
          WHERE m.number = 2`
      )
      await db.rawQuery(sql, sql.includes(':entry') ? { entry: rows[0].id } : {})
      assert.match((await wrongWithTheRegister()).join('\n'), found)
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
