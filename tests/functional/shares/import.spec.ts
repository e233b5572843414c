import { test } from '@japa/runner'
import fc from 'fast-check'
import db from '@adonisjs/lucid/services/db'
import Member from '#models/membership/member'
import '#services/membership/timeline_sources'
import { listMembers } from '#services/membership/queries/list_members'
import { memberTimeline } from '#services/membership/timeline'
import { applyImport } from '#services/shares/import/apply_import'
import { checkImport } from '#services/shares/import/check_import'
import { sampleCsv } from '#services/shares/import/sample_file'
import { storeImport } from '#services/shares/import/store_import'
import { capitalNow } from '#services/shares/queries/capital_now'
import { registerAt } from '#services/shares/queries/register_at'
import {
  givenHolder,
  ledgerOf,
  must,
  OFFICE,
  refusalCode,
  withCooperative,
} from '#tests/support/shares'
import { FixedClock } from '#values/clock'

const clock = new FixedClock('2026-03-10T10:00:00')
const act = { actor: OFFICE, clock }
const HEAD =
  'numero;prenom;nom;naissance;adresse;cp;ville;categorie;date;parts;verse;mouvement;cessionnaire'

type Line = Record<string, string>
const line = (given: Line = {}) => {
  const cells: Line = {
    numero: '1',
    prenom: 'Zoé',
    nom: 'Le Bihan',
    naissance: '04/07/1979',
    adresse: '4 rue de la Fontaine',
    cp: '44000',
    ville: 'Nantes',
    categorie: 'subscriber',
    date: '12/03/2024',
    parts: '10',
    verse: '',
    mouvement: '',
    cessionnaire: '',
    ...given,
  }
  return HEAD.split(';')
    .map((name) => cells[name])
    .join(';')
}
const file = (...lines: string[]) => Buffer.from([HEAD, ...lines].join('\r\n'))
const store = (content: Buffer, fileName = 'registre.csv') =>
  storeImport({ content, fileName, ...act })

/** The errors of a file as `line field key`. */
async function errorsOf(content: Buffer): Promise<string[]> {
  const { report } = must(await checkImport(content, clock))
  return report.errors.map((error) => `${error.line} ${error.field} ${error.key}`)
}

const nothingWritten = async () => {
  const [members] = await db.from('members').count('* as total')
  const [movements] = await db.from('share_movements').count('* as total')
  return Number(members.total) + Number(movements.total) === 0
}

test.group('Shares | an existing register is taken over', (group) => {
  withCooperative(group, { clock, at: '2026-03-10T10:00:00' })

  test('C11 the sample file is taken whole: members, movements at their days, capital and ledger', async ({
    assert,
  }) => {
    for (const locale of ['fr', 'en']) assert.isAbove(sampleCsv(locale).length, 200)
    const stored = must(await store(Buffer.from(sampleCsv('fr'))))
    assert.equal(stored.lineCount, 4)
    assert.isTrue(await nothingWritten())
    must(await applyImport({ id: stored.id, ...act }))
    const members = await Member.query().orderBy('number')
    assert.deepEqual(
      members.map(({ number, displayName, state }) => [number, displayName, state]),
      [
        [1, 'Hélène Garnier', 'active'],
        [2, 'Association Le Préau', 'active'],
      ]
    )
    assert.equal((await capitalNow(clock)).subscribedCents, 80_000n)
    const then = await registerAt('2024-06-30')
    assert.deepEqual(
      then.map(({ shares }) => shares),
      [10, 25]
    )
    const now = await registerAt('2026-03-10')
    assert.deepEqual(
      now.map(({ shares }) => shares),
      [20, 20]
    )
    const [transfer] = await db.from('share_transfers')
    assert.deepInclude(transfer, { import_id: stored.id, state: 'registered', accepted_at: null })
    const books = await ledgerOf()
    assert.isUndefined(books['512'], 'what came before these books is not at the bank today')
    assert.equal(BigInt(books['890']), -BigInt(books['10131']))
  })

  test('the same file twice is refused, and so is a file that was already let go', async ({
    assert,
  }) => {
    const content = file(line())
    const first = must(await store(content))
    const second = must(await store(content))
    must(await applyImport({ id: first.id, ...act }))
    const twice = await applyImport({ id: second.id, ...act })
    assert.isFalse(twice.ok)
    assert.equal(
      refusalCode((await applyImport({ id: first.id, ...act })) as any),
      'import_not_open'
    )
    const again = await store(content)
    assert.equal(again.ok ? null : again.error.key, 'same_file')
    assert.isNull((await first.refresh()).content)
  })

  test('every error is named with its line, and nothing is written', async ({ assert }) => {
    const content = file(
      line({ date: '31/02/2024', parts: '2,5' }),
      line({ numero: '2', nom: '', prenom: '' }),
      line({ numero: '3', prenom: 'Ana', naissance: '1980', categorie: 'Lutins' }),
      line({ numero: '4', prenom: 'Bo', date: '01/01/2027' }),
      line({ numero: '5', prenom: 'Cy', date: '01/01/2019' }),
      line({ numero: '6', prenom: 'Di', verse: '100' }),
      line({ numero: '7', prenom: 'Ed', categorie: 'partner' }),
      line({ numero: '8', prenom: 'Fa', parts: '-3' }),
      line({ numero: '9', prenom: 'Gi', mouvement: 'retrait' })
    )
    assert.deepEqual(await errorsOf(content), [
      '2 date impossible_date',
      '2 shares fraction',
      '3 familyName nobody',
      '4 birthDate not_a_date',
      '5 date future_date',
      '6 date no_statutes',
      '7 paid paid_below',
      '8 category kind_of_category',
      '9 shares negative',
      '10 type not_imported',
    ])
    const stored = must(await store(content))
    assert.equal(
      refusalCode((await applyImport({ id: stored.id, ...act })) as any),
      'import_has_errors'
    )
    assert.isTrue(await nothingWritten())
  })

  test('the number of the old register is kept: found by it, told in the story, in the files', async ({
    assert,
  }) => {
    const stored = must(await store(file(line({ numero: 'S-0042' }))))
    must(await applyImport({ id: stored.id, ...act }))
    const member = await Member.findByOrFail('formerNumber', 'S-0042')
    assert.equal(member.number, 1)
    const today = clock.now().toISODate()!
    for (const search of ['S-0042', 's-0042']) {
      const { rows } = await listMembers({ search }, {}, today)
      assert.deepEqual(
        rows.map(({ id, formerNumber }) => [id, formerNumber]),
        [[member.id, 'S-0042']]
      )
    }
    const told = (await memberTimeline(member.id)).find(({ key }) => key.endsWith('former_number'))
    assert.deepEqual(told!.params, { number: 'S-0042' })
  })

  test('C03 one person under two numbers, or in the register already, is found', async ({
    assert,
  }) => {
    const twins = file(line(), line({ numero: '2', prenom: 'ZOE', nom: 'LE BIHAN' }))
    assert.deepEqual(await errorsOf(twins), ['3 null same_person'])
    clock.moveTo('2024-01-05T10:00:00')
    await givenHolder(clock, 1, {
      givenName: 'Zoé',
      familyName: 'Le Bihan',
      birthDate: '1979-07-04',
    })
    clock.moveTo('2026-03-10T10:00:00')
    assert.deepEqual(await errorsOf(file(line())), ['2 null already_a_member'])
    const before = file(line({ prenom: 'Al', date: '01/12/2023' }))
    assert.deepEqual(await errorsOf(before), ['2 date before_the_register'])
  })

  test('a transfer cannot hand over more than is held, to nobody, or unpaid shares', async ({
    assert,
  }) => {
    const [one, two] = [line(), line({ numero: '2', prenom: 'Ana', parts: '4' })]
    const hand = (given: Line) =>
      line({ prenom: '', nom: '', mouvement: 'cession', date: '01/06/2024', ...given })
    const cases: [Line, string[]][] = [
      [{ parts: '3', cessionnaire: '2' }, []],
      [{ parts: '11', cessionnaire: '2' }, ['4 shares more_than_held']],
      [{ parts: '3', cessionnaire: '9' }, ['4 toMember unknown_member']],
      [{ parts: '3', cessionnaire: '1' }, ['4 toMember to_oneself']],
      [{ parts: '3' }, ['4 toMember missing']],
    ]
    for (const [given, wanted] of cases) {
      assert.deepEqual(await errorsOf(file(one, two, hand(given))), wanted)
    }
    const everything = file(one, two, hand({ parts: '10', cessionnaire: '2' }))
    must(await applyImport({ id: must(await store(everything)).id, ...act }))
    const left = await Member.findByOrFail('number', 1)
    assert.equal(left.state, 'left')
  })

  test('a file in Windows-1252 with tabs or commas reads like any other', async ({ assert }) => {
    const tabs = [HEAD, line({ prenom: 'Zoé' })].join('\n').replaceAll(';', '\t')
    const latin = Buffer.from(tabs, 'latin1')
    const { report } = must(await checkImport(latin, clock))
    assert.equal(report.encoding, 'windows-1252')
    assert.equal(report.preview[0].name, 'Zoé Le Bihan')
    assert.equal(report.totals.subscribedCents, '20000')
  })

  test('lines that end in more than one way are still one row each', async ({ assert }) => {
    const mixed = `${HEAD}\r\n${line({ prenom: 'Zoé' })}\n${line({ numero: '2', prenom: 'Léo' })}\r\n`
    const { report } = must(await checkImport(Buffer.from(mixed), clock))
    assert.equal(report.lineCount, 2)
    assert.deepEqual(
      report.preview.map(({ name }) => name),
      ['Zoé Le Bihan', 'Léo Le Bihan']
    )
  })

  test('whatever bytes come, the check answers and writes nothing', async ({ assert }) => {
    const cell = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom('-1', '1e9', '""', '01/01/0000', '99999999999999999999', '=1+1', '€')
    )
    const messy = fc.array(fc.array(cell, { minLength: 1, maxLength: 14 }), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(messy, async (rows) => {
        const text = [HEAD, ...rows.map((cells) => cells.join(';'))].join('\n')
        const outcome = await checkImport(Buffer.from(text), clock)
        if (outcome.ok && outcome.value.rehearsal) {
          assert.equal(outcome.value.report.errorCount, 0)
        }
      }),
      { numRuns: 150 }
    )
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        await checkImport(bytes, clock)
      }),
      { numRuns: 150 }
    )
    assert.isTrue(await nothingWritten())
  })
})
