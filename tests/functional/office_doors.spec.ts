import { test } from '@japa/runner'
import type { ApiClient, ApiRequest } from '@japa/api-client'
import testUtils from '@adonisjs/core/services/test_utils'
import router from '@adonisjs/core/services/router'
import db from '@adonisjs/lucid/services/db'
import type Account from '#models/identity/account'
import { CHALLENGE_PATH, SET_UP_PATH, SIGN_IN_PATH } from '#services/identity/factor_session'
import { grantRole } from '#services/identity/roles'
import { setFixedSecondFactor } from '#services/identity/set_up_second_factor'
import { asStaff, givenAccount, TOTP_SECRET } from '#tests/support/accounts'
import { isRefused, withClock } from '#tests/support/desk'
import { FixedClock } from '#values/clock'
import { newId } from '#values/id'

const clock = new FixedClock('2031-03-10T10:00:00')

/** What an approver without a role may do in the office: say yes, and keep views of their own. */
const APPROVERS = [
  'publication.office.approval.store',
  'identity.office.saved_views.store',
  'identity.office.saved_views.destroy',
]
/** A value that fits where an id does not. */
const VALUES: Record<string, string> = {
  ...{ period: '2031-02', slug: 'conditions', revision: 'r1', number: '1' },
}

type Route = { name: string; method: 'post' | 'put' | 'patch' | 'delete'; path: string }

const routes = () => Object.values(router.toJSON()).flat()
type AnyRoute = ReturnType<typeof routes>[number]

const hasStaffDoor = (route: AnyRoute) =>
  [...route.middleware.all()].some((one) => 'name' in one && one.name === 'staff')

/** Every act behind the office's door, as the router itself lists them. */
function officeActs(): Route[] {
  return routes()
    .filter(hasStaffDoor)
    .flatMap((route) =>
      route.methods
        .filter((method) => !['GET', 'HEAD'].includes(method))
        .map((method) => ({
          name: route.name ?? route.pattern,
          method: method.toLowerCase() as Route['method'],
          path: route.pattern.replace(/:(\w+)\??/g, (_, key) => VALUES[key] ?? newId()),
        }))
    )
}

const send = (client: ApiClient, { method, path }: Route) =>
  client[method](path).withCsrfToken().redirects(0)

/** The acts that were not answered as they should be, with what came instead. */
async function unlike(
  acts: Route[],
  ask: (act: Route) => ApiRequest,
  isRight: (answer: Awaited<ApiRequest>) => boolean
): Promise<string[]> {
  const offences: string[] = []
  for (const act of acts) {
    const answer = await ask(act)
    if (isRight(answer)) continue
    offences.push(`${act.name} (${act.method} ${act.path}): ${answer.status()}`)
  }
  return offences
}

async function acted(): Promise<number> {
  const [{ total }] = await db.from('audit_events').count('* as total')
  return Number(total)
}

test.group('The office’s doors', (group) => {
  withClock(group, clock)
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  const leadsTo = (path: string) => (answer: Awaited<ApiRequest>) =>
    answer.status() === 302 && new URL(answer.header('location')!, 'http://x').pathname === path
  const signedIn = (client: ApiClient, account: Account) => (act: Route) =>
    send(client, act).withGuard('web').loginAs(account)

  test('every address of an office stands behind the staff’s door', ({ assert }) => {
    const open = routes().filter(({ pattern }) => /\/office(\/|$)/.test(pattern))
    assert.isAbove(open.length, 100)
    assert.deepEqual(
      open.filter((route) => !hasStaffDoor(route)).map(({ pattern }) => pattern),
      []
    )
  })

  test('every act of the office asks an anonymous person to sign in', async ({
    client,
    assert,
  }) => {
    const before = await acted()
    const acts = officeActs()
    assert.isAbove(acts.length, 60)
    assert.deepEqual(await unlike(acts, (act) => send(client, act), leadsTo(SIGN_IN_PATH)), [])
    assert.equal(await acted(), before)
  }).timeout(120_000)

  test('every act of the office is refused to a person without a role', async ({
    client,
    assert,
  }) => {
    const person = await givenAccount()
    const before = await acted()
    assert.deepEqual(await unlike(officeActs(), signedIn(client, person), isRefused), [])
    assert.equal(await acted(), before)
  }).timeout(120_000)

  test('every act of the office asks the staff for the second factor first', async ({
    client,
    assert,
  }) => {
    const shown = await givenAccount({ roles: ['administrator'] })
    const bare = await givenAccount()
    const actor = { label: 'essai' }
    await grantRole({ actor, accountId: bare.id, role: 'secretary', clock })
    const before = await acted()
    const challenged = leadsTo(CHALLENGE_PATH)
    assert.deepEqual(await unlike(officeActs(), signedIn(client, shown), challenged), [])
    assert.deepEqual(await unlike(officeActs(), signedIn(client, bare), leadsTo(SET_UP_PATH)), [])
    assert.equal(await acted(), before)
  }).timeout(120_000)

  test('behind the door, every act has a policy: who holds no role is refused each of them', async ({
    client,
    assert,
  }) => {
    const approver = await givenAccount()
    await setFixedSecondFactor(approver, TOTP_SECRET, clock)
    await db.table('approval_mandates').insert({
      ...{ id: newId(), account_id: approver.id, capacity: 'subscribers_delegate' },
      ...{ starts_on: '2031-01-01', created_at: clock.now().toISO() },
    })
    const acts = officeActs().filter(({ name }) => !APPROVERS.includes(name))
    const before = await acted()
    const ask = (act: Route) => asStaff(send(client, act), approver)
    assert.deepEqual(await unlike(acts, ask, isRefused), [])
    assert.equal(await acted(), before)
  }).timeout(120_000)
})
