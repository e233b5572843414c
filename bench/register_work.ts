/**
 * What the `register` benchmark measures, each in a process of its own.
 *
 *   register_work.ts seed MEMBERS MOVEMENTS    made-up register, through the triggers
 *   register_work.ts csv DAY                   the register of a day as CSV, discarded
 *   register_work.ts pages                     medians of the office's pages, in milliseconds
 */
import type { MemberSearch } from '#services/membership/queries/member_filter'
import { bootedApp } from './register_app.js'
import { measured } from './support/measured.js'

const [step, ...rest] = process.argv.slice(2)
const app = await bootedApp()
const { Clock } = await import('#values/clock')
const clock = await app.container.make(Clock)

const STEPS: Record<string, () => Promise<void>> = {
  async seed() {
    const { seedBulk } = await import('#services/shares/bulk/seed_bulk')
    const [members, movements] = rest.map(Number)
    const say = (line: string) => process.stderr.write(`${line}\n`)
    await measured(() => seedBulk({ members, movements }, clock, say))
  },
  async csv() {
    const { registerAsCsv } = await import('#services/shares/exports/register_csv')
    await measured(async () => {
      let length = 0
      for await (const piece of registerAsCsv(rest[0])) length += piece.length
      if (length < 1000) throw new Error('the register is empty')
    })
  },
  async pages() {
    process.stdout.write(`${JSON.stringify(await medians())}\n`)
  },
}

const ROUNDS = 60
const WORDS = ['camille', 'martin', 'dupont', 'nantes', 'roche', 'lefevre', 'bo garnier', 'yasmine']

async function medians() {
  const { registerPage } = await import('#services/shares/queries/register_page')
  const { listMembers } = await import('#services/membership/queries/list_members')
  const { movementsPage } = await import('#services/shares/queries/movements_page')
  const today = clock.now().toISODate()!
  const past = clock.now().minus({ years: 1 }).toISODate()!
  const word = (round: number) => WORDS[round % WORDS.length]
  const members = (search: MemberSearch) => listMembers(search, {}, today)
  const college = { college: 'artists' }
  return {
    'register, a page': await median((round) => registerPage({ page: 1 + round * 7 })),
    'register, a search': await median((round) => registerPage({ search: word(round) })),
    'register of a past day, a page': await median((round) =>
      registerPage({ day: past, page: 1 + (round % 20) })
    ),
    'movements, a page': await median((round) => movementsPage({ page: 1 + round * 11 })),
    'members, a page': await median(() => members({})),
    'members, a search': await median((round) => members({ search: word(round) })),
    'members, two letters': await median((round) => members({ search: word(round).slice(0, 2) })),
    'members, a category': await median(() => members({ category: 'artist' })),
    'members, a college': await median(() => members(college)),
    'members, a college and a search': await median((round) =>
      members({ ...college, search: word(round) })
    ),
    'members, legal entities': await median(() => members({ kind: 'legal' })),
    'members, joined in a year': await median(() => members({ joinedFrom: past, joinedTo: today })),
    'members of a past day': await median(() => members({ asOf: past })),
    'members of a past day, a college and two letters': await median((round) =>
      members({ asOf: past, ...college, search: word(round).slice(0, 2) })
    ),
  }
}

async function median(work: (round: number) => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now()
    await work(round)
    times.push(performance.now() - started)
  }
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)]
}

await STEPS[step]()
await app.terminate()
process.exit(0)
