import type { AgendaRow, AssemblyFacts, ResolutionRow } from '~/lib/assemblies'
import type { Outcome } from '~/lib/outcomes'

/** What the server says of a running meeting. */
export type Quorum = { needed: number; counted: number; missing: number; reached: boolean }

export type LiveVote = {
  id: string
  state: 'pending' | 'open' | 'closed'
  outcome: Outcome | null
  openedAt: string | null
  closedAt: string | null
  closesAt: string | null
  turnout: { college: string; electors: number; voted: number }[]
  steps: { key: string; figures: Record<string, string | number> }[]
  colleges: { college: string; yes: number; no: number; abstain: number; blank: number }[]
  scores: { name: string; votes: number; elected: boolean }[]
}

export type LiveMeeting = {
  state: string
  startsAt: string
  openedAt: string | null
  chair: string | null
  electors: number
  present: number
  represented: number
  quorum: { ordinary: Quorum; extraordinary: Quorum } | null
  /** When the service did not answer: nobody's absence. */
  interruptions: { from: string; until: string }[]
  speakers: { memberId: string; name: string; speaks: boolean }[]
  votes: LiveVote[]
}

export type Right = { memberId: string; name: string; isMine: boolean }

export type Receipt = {
  resolutionId: string
  elector: string
  receipt: string
  at: string
  choice: string | null
  candidates: string[] | null
  byOther: boolean
}

export type MyMeeting = {
  hasVote: boolean
  presence: 'room' | 'remote' | null
  code: string
  qr: string
  rights: Right[]
  offers: { id: string; name: string }[]
  given: { name: string } | null
  receipts: Receipt[]
  hasRaisedHand: boolean
}

export type MeetingProps = {
  assembly: AssemblyFacts
  agenda: AgendaRow[]
  now: string
  /** People are received from then on. */
  doorsAt: string
  live: LiveMeeting
}

/** How many were called too late, or not at all, and until when they could be (C18). */
export type LateNotices = { late: number; unsent: number; last: string }

/** A resolution with its vote as it stands. */
export type Voted = { resolution: ResolutionRow; vote: LiveVote }

/** All resolutions of an agenda in their order, each with its vote. */
export function votedOf(agenda: AgendaRow[], live: LiveMeeting): Voted[] {
  return agenda
    .flatMap(({ resolutions }) => resolutions)
    .toSorted((a, b) => a.number - b.number)
    .flatMap((resolution) => {
      const vote = live.votes.find(({ id }) => id === resolution.id)
      return vote ? [{ resolution, vote }] : []
    })
}

export const votedCount = ({ turnout }: LiveVote) =>
  turnout.reduce((sum, { voted }) => sum + voted, 0)

/** Seconds as a clock shows them: « 1:05:09 », « 4:07 ». */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const [first, ...others] = parts[0] > 0 ? parts : parts.slice(1)
  return [first, ...others.map((part) => String(part).padStart(2, '0'))].join(':')
}

/** Nobody is received yet. */
export const isEarly = (state: string, doorsAt: string, instant: number) =>
  state === 'noticed' && instant < new Date(doorsAt).getTime()

/** A vote's time is over, though nobody has counted it yet: no voice enters any more. */
export const isTimeUp = ({ closesAt }: LiveVote, instant: number) =>
  closesAt !== null && new Date(closesAt).getTime() <= instant
