/** Tunable numbers of applications for membership, the unit in the name. */
const applicationsConfig = {
  /** Younger people do not apply; below the age of majority a representative signs with them. */
  youngestAgeYears: 16,
  majorityAgeYears: 18,
  oldestAgeYears: 120,
  mostShares: 1_000_000,
  /** The one-time code that signs. */
  codeLifetimeMinutes: 15,
  codeTries: 5,
  /** What was typed and never signed is forgotten after so long. */
  unsignedKeptDays: 30,
  largestDocumentBytes: 10 * 1024 * 1024,
  mostDocuments: 20,
} as const

export default applicationsConfig
