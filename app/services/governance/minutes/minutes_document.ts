import type { Outcome } from '#models/governance/resolution'
import type { Interruption } from '#services/governance/attendance/service_mark'
import type { ElectionResult } from '#services/governance/votes/election_result'
import type { DecisionResult } from '#services/governance/votes/vote_result'

export const MINUTES_FORMAT = 'peerfy-minutes/2'

/**
 * C29: everything that the minutes say. Its RFC 8785 bytes are what the officers sign; the PDF is
 * made of it. Only `discussion` was typed, all else is what the meeting's records say. Instants are
 * ISO texts of Paris, fractions are exact.
 */
export type MinutesDocument = {
  format: typeof MINUTES_FORMAT
  cooperative: { name: string; mention: string; statutesVersion: number }
  assembly: {
    id: string
    /** `AG3` */
    reference: string
    body: 'assembly' | 'board'
    /** As the statutes call it, in French; absent of assemblies, and of minutes written before. */
    bodyName?: string
    kind: 'ordinary' | 'extraordinary' | 'mixed' | 'board' | 'consultation'
    call: number
    /** It ended without ever having had its quorum: these are the minutes of an absence. */
    lapsed?: true
    title: string
    presence: 'room' | 'remote' | 'both'
    place: string
    startsAt: string
    openedAt: string
    closedAt: string
    electorateRoot: string
  }
  notice: {
    sentOn: string
    byEmail: number
    byPost: number
    /** Waiting, refused by the mail server, or come back. */
    undelivered: number
    /** C18: when the last letter was posted, and until when the notice could leave. */
    postedOn: string | null
    lastSending: string
    late: number
    unsent: number
  }
  bureau: { chair: string; secretary: string; tellers: string }
  attendance: {
    electors: number
    room: number
    remote: number
    represented: number
    votedFromAfar: number
    /** Each elector once, however they took part. */
    tookPart: number
    /** When no server was there to hear anybody; absent where there was none. */
    interruptions?: Interruption[]
    /** Of the attendance sheet that is kept with the minutes. */
    sheetSha256: string
  }
  /** `incident`: why a point that nobody was told of before stands there (C31). */
  agenda: { position: number; title: string; incident?: string }[]
  documents: { title: string; sha256: string }[]
  discussion: string
  resolutions: MinutesResolution[]
}

export type MinutesResolution = {
  reference: string
  number: number
  title: string
  text: string
  type: 'decision' | 'election' | 'revocation'
  majority: 'ordinary' | 'extraordinary'
  fromBoard: boolean
  effect: string | null
  /** Null for what was not put to the vote. */
  outcome: Outcome | null
  result: DecisionResult | ElectionResult | null
  /** Who stood, by candidate; empty outside of elections. */
  candidates: { id: string; name: string }[]
}
