/** Letters that are one sign with a stroke or a pair in one: decomposing does not take them apart. */
const LETTERS: Record<string, string> = {
  œ: 'oe',
  æ: 'ae',
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
}
const MARKS = /\p{Mark}+/gu
const SIGNS = /[^\p{Letter}\p{Number}]+/gu

/** A name made comparable: case, accents, hyphens and spaces aside; letters of any script stay. */
export function plainName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(MARKS, '')
    .toLowerCase()
    .replace(/[œæßøłđðþı]/g, (letter) => LETTERS[letter])
    .replace(SIGNS, ' ')
    .trim()
}

export type PersonIdentity = {
  kind: 'natural' | 'legal' | 'public_body'
  givenName?: string | null
  familyName?: string | null
  /** YYYY-MM-DD */
  birthDate?: string | null
  siren?: string | null
  /** Only for a body without a SIREN, which is one of another country. */
  legalName?: string | null
  country?: string | null
}

/**
 * What makes a person the same person (C03): name and day of birth, or the SIREN; an organisation
 * of another country is known by its country and name.
 *
 * @throws TypeError where what identifies the person is missing
 */
export function personKey(person: PersonIdentity): string {
  if (person.kind === 'natural') {
    const names = [person.familyName, person.givenName].map((name) => plainName(name ?? ''))
    if (names.includes('') || !person.birthDate) throw new TypeError('No name or day of birth')
    return `natural|${names.join('|')}|${person.birthDate}`
  }
  if (person.siren) return `siren|${person.siren}`
  const name = plainName(person.legalName ?? '')
  if (!name) throw new TypeError('No SIREN and no name')
  return `legal|${(person.country ?? '').toLowerCase()}|${name}`
}
