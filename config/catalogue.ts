/** Tunable numbers of the catalogue, the unit in the name. */
const catalogue = {
  /** The largest file that a work may have. */
  mediaMaxBytes: 2 * 1024 * 1024 * 1024,
  /** The largest scan of a signed paper. */
  paperMaxBytes: 15 * 1024 * 1024,
}

export default catalogue
