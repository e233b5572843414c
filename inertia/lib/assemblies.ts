/** What the server says of a meeting before it opens. */
export type AssemblyKind = 'ordinary' | 'extraordinary' | 'mixed' | 'board' | 'consultation'

export type AssemblyFacts = {
  id: string
  number: number | null
  body: 'assembly' | 'board'
  bodyCode: string | null
  kind: AssemblyKind
  presence: 'room' | 'remote' | 'both'
  call: number
  title: string
  place: string
  remoteLink: string
  state: 'draft' | 'noticed' | 'open' | 'closed' | 'signed' | 'cancelled'
  firstCallId: string | null
  startsAt: string
  remoteFrom: string | null
  remoteUntil: string | null
  noticedAt: string | null
  cancelReason: string | null
  hasBegun: boolean
  /** By which its rules stand in law or in the statutes; null before its notice. */
  legalForm: 'SAS' | 'SA' | 'SARL' | null
}

export type ResolutionRow = {
  id: string
  number: number
  title: string
  text: string
  type: 'decision' | 'election' | 'revocation'
  majority: 'ordinary' | 'extraordinary'
  fromBoard: boolean
  seats: number | null
  bodyCode: string | null
  change: string | null
  effectType: string | null
  candidates: { id: string; name: string; statement: string }[]
}

export type AgendaRow = {
  id: string
  title: string
  text: string
  byMembers: boolean
  resolutions: ResolutionRow[]
}

export type PaperRow = { id: string; title: string; bytes: string }

export type DiscussionRows = {
  amendments: {
    id: string
    resolutionId: string
    text: string
    reason: string
    state: 'proposed' | 'accepted' | 'rejected' | 'withdrawn'
    answer: string | null
    name: string
    at: string
    isMine: boolean
  }[]
  comments: { id: string; resolutionId: string; body: string; name: string; at: string }[]
  questions: {
    id: string
    body: string
    answer: string | null
    name: string
    at: string
    answeredAt: string | null
  }[]
}

export type NoticeCount = {
  kind: 'notice' | 'reminder' | 'cancellation' | 'postponement'
  channel: 'email' | 'post'
  state: 'queued' | 'sent' | 'bounced' | 'posted' | 'returned'
  count: number
}

export type Checklist = {
  noticeDays: number
  safetyDays: number
  firstDay: string
  lastSending: string
  gaps: { code: string; text: string }[]
  voters: number
  email: number
  post: number
  quorum: { majority: 'ordinary' | 'extraordinary'; needed: number }[]
}

/** An instant as a field of a form takes it: `2026-06-16T18:00`, the hour of Paris. */
export function asLocal(iso: string | null): string {
  if (!iso) return ''
  return new Intl.DateTimeFormat('sv-SE', {
    dateStyle: 'short',
    timeStyle: 'short',
    timeZone: 'Europe/Paris',
  })
    .format(new Date(iso))
    .replace(' ', 'T')
}
