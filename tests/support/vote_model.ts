import { isDeepStrictEqual } from 'node:util'
import type { AsyncCommand } from 'fast-check'
import type Assembly from '#models/governance/assembly'
import type Resolution from '#models/governance/resolution'
import type Member from '#models/membership/member'
import { revokeProxy } from '#services/governance/proxies/answer_proxy'
import { closeVote } from '#services/governance/votes/close_vote'
import { openVote } from '#services/governance/votes/open_vote'
import type { DecisionResult } from '#services/governance/votes/vote_result'
import { answered, CHAIR, clock, online, onPaper, vote } from '#tests/support/meeting'

type Word = 'yes' | 'no' | 'abstain' | 'blank'
type ModelProxy = { from: number; to: number | null; state: string }

/** What ought to happen, with nothing but numbers: people are 0, 1, 2…; person 0 chairs. */
export type Model = {
  most: number
  proxies: ModelProxy[]
  votes: { state: 'pending' | 'open' | 'closed'; said: Map<number, { by: number; word: Word }> }[]
}

/** The meeting itself. `proxyIds` follow the model's proxies one to one. */
export type Real = {
  assembly: Assembly
  resolutions: Resolution[]
  people: Member[]
  proxyIds: string[]
}

const isLive = ({ state }: ModelProxy) => state === 'given' || state === 'accepted'

function same(what: string, expected: unknown, found: unknown): void {
  if (isDeepStrictEqual(expected, found)) return
  throw new Error(`${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`)
}

type Act = AsyncCommand<Model, Real>

/** One act, done to both; `says` is how a counter-example reads. */
const act = (says: string, run: Act['run'], check = (_: Readonly<Model>) => true): Act => ({
  check,
  run,
  toString: () => says,
})

/** Who gave their own vote, answered or not, carries none; an offer without an answer is not carried. */
function mayCarry({ proxies, most }: Model, who: number): boolean {
  const carried = proxies.filter(({ to, state }) => to === who && state === 'accepted')
  return carried.length < most && !proxies.some((one) => isLive(one) && one.from === who)
}

export function give(from: number, to: number | null, via: 'online' | 'paper'): Act {
  return act(`${from} gives to ${to} ${via}`, async (model, real) => {
    const live = model.proxies.filter(isLive)
    const allowed =
      from !== to &&
      !live.some((one) => one.from === from || (one.to === from && one.state === 'accepted')) &&
      (to === null || mayCarry(model, to))
    const { assembly, people } = real
    const write = via === 'paper' ? onPaper : online
    const found = await write(assembly, people[from], to === null ? null : people[to])
    same(`${from} gives to ${to}`, allowed, found.ok)
    if (!found.ok) return
    const state = via === 'paper' || to === null ? 'accepted' : 'given'
    model.proxies.push({ from, to, state })
    real.proxyIds.push(found.value.id)
  })
}

const pick = (model: Readonly<Model>, which: number) => which % model.proxies.length
const someProxy = (model: Readonly<Model>) => model.proxies.length > 0

export function answer(which: number, by: number, word: 'accepted' | 'refused'): Act {
  return act(
    `${by} answers proxy ${which}: ${word}`,
    async (model, { proxyIds, people }) => {
      const place = pick(model, which)
      const proxy = model.proxies[place]
      const isOffered = proxy.state === 'given' && (word === 'refused' || mayCarry(model, by))
      const allowed = proxy.to === by && (isOffered || proxy.state === word)
      const found = await answered(proxyIds[place], people[by], word)
      same('answer', allowed, found.ok)
      if (allowed) proxy.state = word
    },
    someProxy
  )
}

export function takeBack(which: number, by: number): Act {
  return act(
    `${by} takes proxy ${which} back`,
    async (model, { proxyIds, people }) => {
      const place = pick(model, which)
      const proxy = model.proxies[place]
      const allowed = proxy.from === by && proxy.state !== 'refused'
      const memberId = people[by].id
      const found = await revokeProxy({ proxyId: proxyIds[place], memberId, actor: CHAIR, clock })
      same('take back', allowed, found.ok)
      if (allowed) proxy.state = 'revoked'
    },
    someProxy
  )
}

export function open(which: number): Act {
  return act(`vote ${which} opens`, async (model, { resolutions }) => {
    const found = await openVote({ resolutionId: resolutions[which].id, actor: CHAIR, clock })
    same('open', model.votes[which].state !== 'closed', found.ok)
    if (found.ok) model.votes[which].state = 'open'
  })
}

export function say(which: number, elector: number, by: number, word: Word): Act {
  return act(`${by} says ${word} for ${elector} in vote ${which}`, async (model, real) => {
    const { state, said } = model.votes[which]
    const known = said.get(elector)
    const carries = model.proxies.some(
      (one) => one.from === elector && one.to === by && one.state === 'accepted'
    )
    const allowed = known
      ? known.by === by && known.word === word
      : state === 'open' && (elector === by || carries)
    const { resolutions, people } = real
    const found = await vote(resolutions[which], people[elector], word, people[by])
    same('vote', allowed, found.ok)
    if (allowed) said.set(elector, { by, word })
  })
}

export function close(which: number): Act {
  return act(`vote ${which} closes`, async (model, { resolutions }) => {
    const one = model.votes[which]
    const found = await closeVote({ resolutionId: resolutions[which].id, actor: CHAIR, clock })
    same('close', one.state !== 'pending', found.ok)
    if (!found.ok) return
    if (one.state === 'open') chairSays(model, one.said, resolutions[which].fromBoard)
    one.state = 'closed'
    const { counts, adopted } = found.value.result as DecisionResult
    const count = (word: Word) => [...one.said.values()].filter((it) => it.word === word).length
    const [yes, no] = [count('yes'), count('no')]
    const expected = { yes, no, abstain: count('abstain'), blank: count('blank') }
    same('counts', { ...expected, electors: counts.electors }, counts)
    same('adopted', yes > no, adopted)
  })
}

/** C24: blank proxies of those who did not vote, by the chair; the chair's own paper is none. */
function chairSays(model: Model, said: Model['votes'][number]['said'], fromBoard: boolean) {
  for (const { from, to, state } of model.proxies) {
    if (to !== null || state !== 'accepted' || from === 0 || said.has(from)) continue
    said.set(from, { by: 0, word: fromBoard ? 'yes' : 'no' })
  }
}
