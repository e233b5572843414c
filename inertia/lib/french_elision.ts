const BEFORE_A_VALUE = /\b([Dd]|[Qq]u)e \{(\w+)\}/g
const VOWEL = /^(?:[aeiouœæ]|h[ei])/

const opensOnVowel = (value: unknown) =>
  typeof value === 'string' && VOWEL.test(value.normalize('NFD').toLowerCase())

/**
 * French says « d’Aïssatou » and « de Camille », « d’octobre » and « de mars »: the texts are
 * written « de {name} » and « que {name} », and lose their last letter before a vowel or a silent h.
 */
export function frenchElision(text: string, values?: Record<string, unknown> | null): string {
  return text.replace(BEFORE_A_VALUE, (asWritten, start: string, key: string) =>
    opensOnVowel(values?.[key]) ? `${start}’{${key}}` : asWritten
  )
}
