/** Tunable numbers of meetings, the unit in the name; what the law or the statutes set is not here. */
const governanceConfig = {
  largestDocumentBytes: 25 * 1024 * 1024,
  mostDocuments: 40,
  mostAgendaItems: 60,
  mostResolutions: 100,
  /** Meetings are not called for later than that: a typing error. */
  latestMeetingDays: 731,
  /** The share of the members or of the capital that adds a point to the agenda: an SA's (L225-105). */
  agendaRightBp: 500,
  /** Votes from afar before the meeting last at most so long (C23). */
  longestRemoteWindowDays: 15,
  reminderDaysBefore: 5,
  calendarHours: 3,
  /** People are received from so long before the hour of the notice. */
  receivedMinutesBefore: 120,
  /** Presence from afar ends when its page gave no sign of life for so long. */
  remoteSilenceMinutes: 5,
  /** So long without any web server is an interruption: in it nobody can be silent. */
  interruptionSeconds: 30,
  /** A vote that ends by the clock lasts at most so long. */
  longestVoteMinutes: 24 * 60,
} as const

export default governanceConfig
