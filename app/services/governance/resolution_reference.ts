type Meeting = {
  body: 'assembly' | 'board'
  /** Left out of what only reads the decisions of assemblies and boards. */
  kind?: 'ordinary' | 'extraordinary' | 'mixed' | 'board' | 'consultation'
  number: number | null
}

/** A meeting: `AG3`, `CA3` for a board, `CO3` for a consultation, which decides nothing. */
export function meetingReference({ body, kind, number }: Meeting): string {
  if (kind === 'consultation') return `CO${number}`
  return `${body === 'board' ? 'CA' : 'AG'}${number}`
}

/**
 * What other records call a resolution: `AG3-R2` is the second of the third assembly, `CA3-R2` of
 * the third meeting of the board. Without a number there was no notice, and no vote.
 */
export function resolutionReference(assembly: Meeting, resolution: { number: number }): string {
  return `${meetingReference(assembly)}-R${resolution.number}`
}

/** The meeting and the number that a reference stands for; null for any other text. */
export function readReference(reference: string) {
  const found = /^(AG|CA)([1-9][0-9]{0,6})-R([1-9][0-9]{0,4})$/.exec(reference)
  if (!found) return null
  return {
    body: found[1] === 'CA' ? ('board' as const) : ('assembly' as const),
    assemblyNumber: Number(found[2]),
    number: Number(found[3]),
  }
}
