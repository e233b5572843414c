import i18nManager from '@adonisjs/i18n/services/main'
import type Notice from '#models/governance/notice'
import { RETURN_MARK } from '#models/governance/notice'
import { dayWords, momentText } from '#services/governance/documents/paper_words'
import { parisDay } from '#values/day'
import { DateTime } from 'luxon'

type Told = Pick<Notice, 'channel' | 'state' | 'proof'> & {
  /** ISO instants. */
  sentAt: string | null
  openedAt: string | null
}

/**
 * C18: what is proven of one message, in sentences that a member or a judge reads; the post's number
 * or the mail's id is `proof`. A link that was used is a fact, a picture that a mail loads is none.
 */
export function proofWords(told: Told, locale: 'fr' | 'en'): string {
  const { channel, state, proof, sentAt, openedAt } = told
  const say = (key: string, values: Record<string, string>) =>
    i18nManager.locale(locale).t(`governance_before.notices.proofs.${key}`, values)
  const at = sentAt ? momentText(sentAt, locale) : ''
  const day = sentAt ? dayWords(parisDay(DateTime.fromISO(sentAt)), locale) : ''
  const way = channel === 'email' ? 'email' : 'post'
  const words = [say(`${way}_${state}`, { at, day, proof: saidOf(state, proof ?? '') })]
  if (openedAt) words.push(say('opened', { at: momentText(openedAt, locale) }))
  return words.join(' ')
}

/** What the office wrote of a return stands after the number under which the message had left. */
function saidOf(state: Notice['state'], proof: string): string {
  if (state !== 'returned') return proof
  const [reference, ...reason] = proof.split(RETURN_MARK)
  return reason.join(RETURN_MARK) || reference
}
