import { test } from '@japa/runner'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import router from '@adonisjs/core/services/router'

const ROOT = new URL('../', import.meta.url).pathname

/** What each domain may import; `identity` is below all but the ledger, which calls none. */
const MAY_IMPORT: Record<string, string[]> = {
  identity: [],
  statutes: ['identity'],
  membership: ['identity', 'statutes'],
  shares: ['identity', 'statutes', 'membership', 'ledger'],
  governance: ['identity', 'statutes', 'membership', 'shares'],
  licensing: ['identity'],
  catalogue: ['identity', 'licensing'],
  subscriptions: ['identity', 'ledger'],
  tracker: ['identity', 'licensing', 'catalogue', 'subscriptions'],
  royalties: ['identity', 'licensing', 'catalogue', 'subscriptions', 'tracker', 'ledger'],
  ledger: [],
  publication: [
    'identity',
    'licensing',
    'catalogue',
    'subscriptions',
    'tracker',
    'royalties',
    'ledger',
    'shares',
    'governance',
  ],
}

const LINES_MAX: [RegExp, number][] = [
  /** The cast of the demo is data. */
  [/^app\/services\/demo\/cast/, 600],
  [/^app\/controllers\//, 120],
  /** The kernels of the allocation: one loop each, to be read from top to bottom. */
  [/^app\/services\/royalties\/allocation\//, 360],
  [/^app\/jobs\//, 160],
  [/^app\/models\//, 140],
  [/^app\/(services|values|validators|policies|transformers|middleware)\//, 260],
  [/^inertia\/(pages|components|layouts)\//, 260],
  [/^tests\//, 400],
  [/^database\/migrations\//, 300],
]

function walk(folder: string, ending: RegExp): string[] {
  const found: string[] = []
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) found.push(...walk(path, ending))
    else if (ending.test(entry.name)) found.push(path)
  }
  return found
}

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')
const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '')
const importsOf = (path: string) =>
  [...read(path).matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((match) => match[1])

const CODE = [...walk('app', /\.ts$/), ...walk('commands', /\.ts$/), ...walk('checks', /\.ts$/)]
const domainOf = (path: string) =>
  /^(?:app\/[a-z]+|commands)\/([a-z]+)\//.exec(path)?.[1] ??
  /^checks\/([a-z]+)\.ts$/.exec(path)?.[1]

test.group('Tidy', () => {
  test('a lower domain never imports a higher one', ({ assert }) => {
    const offences = CODE.flatMap((path) => {
      const domain = domainOf(path)
      if (!domain || !(domain in MAY_IMPORT)) return []
      return importsOf(path)
        .map((specifier) => /^#[a-z]+\/([a-z]+)\//.exec(specifier)?.[1])
        .filter((other) => other && other in MAY_IMPORT && other !== domain)
        .filter((other) => !MAY_IMPORT[domain].includes(other!))
        .map((other) => `${path} imports ${other}`)
    })
    assert.deepEqual(offences, [])
  })

  test('only controllers and middleware see the HTTP context', ({ assert }) => {
    const below = CODE.filter((path) => /^(app\/(services|models|jobs|values)|checks)/.test(path))
    assert.deepEqual(
      below.filter((path) => /\bHttpContext\b/.test(withoutComments(read(path)))),
      []
    )
  })

  test('values are pure: they import nothing of the app', ({ assert }) => {
    const offences = walk('app/values', /\.ts$/).filter((path) =>
      importsOf(path).some((name) => /^(#(?!values\/)|@adonisjs)/.test(name))
    )
    assert.deepEqual(offences, [])
  })

  test('P11 no floating point near money', ({ assert }) => {
    const money = [
      ...CODE.filter((path) =>
        /\/(royalties|ledger|subscriptions|publication|shares|values)[./]/.test(path)
      ),
      /** Lengths of pictures have one file, which holds nothing else. */
      ...walk('inertia/lib', /\.ts$/).filter((path) => path !== 'inertia/lib/picture.ts'),
    ]
    const float = /parseFloat|\.toFixed\(|Math\.round|Number\([^)]*([cC]ents|[mM]icro|amount)/
    /** A double is exact below 2^53: a kernel may use one on the line that checks this. */
    const checked = /^.*\bMAX_EXACT\b.*$/gm
    assert.deepEqual(
      money.filter((path) => float.test(withoutComments(read(path)).replace(checked, ''))),
      []
    )
  })

  test('nothing but the clock asks the hour', ({ assert }) => {
    const asks = /DateTime\.(now|local|utc)\(\)|new Date\(\)|Date\.now\(\)/
    const domainCode = CODE.filter((path) => /^app\/(services|models|jobs)\//.test(path))
    assert.deepEqual(
      domainCode.filter((path) => asks.test(withoutComments(read(path)))),
      []
    )
  })

  test('no SQL asks the database for the hour or the day', ({ assert }) => {
    const asks =
      /\b(current_(date|time|timestamp)|local(time|timestamp)|(clock|statement|transaction)_timestamp)\b|(?<![.\w])now\(\)(?!:)/i
    assert.deepEqual(
      CODE.filter((path) => asks.test(withoutComments(read(path)))),
      []
    )
  })

  test('every mutation route is named in a functional test', ({ assert }) => {
    router.commit()
    const specs = walk('tests', /\.spec\.ts$/)
      .map(read)
      .join('\n')
    const routes = Object.values(router.toJSON()).flat()
    const untested = routes
      .filter((route) => route.methods.some((method) => !['GET', 'HEAD'].includes(method)))
      .filter((route) => !route.name || !specs.includes(`'${route.name}'`))
      .map((route) => `${route.methods.join('|')} ${route.pattern} (${route.name ?? 'no name'})`)
    assert.deepEqual(untested, [])
  })

  test('no file has outgrown its layer', ({ assert }) => {
    const files = [
      ...CODE,
      ...walk('inertia', /\.(vue|ts)$/),
      ...walk('tests', /\.ts$/),
      ...walk('database/migrations', /\.ts$/),
    ]
    const outliers = files.flatMap((path) => {
      const limit = LINES_MAX.find(([layer]) => layer.test(path))?.[1]
      const lines = read(path).split('\n').length
      return limit && lines > limit ? [`${path}: ${lines} lines, ${limit} at most`] : []
    })
    assert.deepEqual(outliers, [])
  })

  test('French and English say the same things', ({ assert }) => {
    const keysOf = (value: object, prefix = ''): string[] =>
      Object.entries(value).flatMap(([key, inner]) =>
        typeof inner === 'object' ? keysOf(inner, `${prefix}${key}.`) : [`${prefix}${key}`]
      )
    for (const file of walk('resources/lang/fr', /\.json$/)) {
      const english = file.replace('/fr/', '/en/')
      assert.sameMembers(
        keysOf(JSON.parse(read(file))),
        keysOf(JSON.parse(read(english))),
        `${file} and ${english} do not have the same keys`
      )
    }
  })

  test('nothing is left to do in the code', ({ assert }) => {
    const left = [...CODE, ...walk('inertia', /\.(vue|ts)$/), ...walk('tests', /\.ts$/)]
      .filter((path) => path !== 'tests/tidy.spec.ts' && statSync(join(ROOT, path)).size > 0)
      .filter((path) => /\b(TODO|FIXME|XXX)\b|test\.skip|@ts-(ignore|nocheck)/.test(read(path)))
    assert.deepEqual(left, [])
  })
})
