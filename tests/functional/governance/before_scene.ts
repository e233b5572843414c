import { createAssembly } from '#services/governance/assemblies/create_assembly'
import { addAgendaItem } from '#services/governance/agenda/edit_agenda'
import { addResolution, type ResolutionWords } from '#services/governance/agenda/write_resolution'
import type { MeetingFacts } from '#services/governance/assemblies/meeting_facts'
import type { GovernanceRefusal } from '#services/governance/errors'
import { recordConsent } from '#services/membership/consents/record_consent'
import { givenHolder, must, OFFICE } from '#tests/support/shares'
import { FixedClock, TIME_ZONE, type Clock } from '#values/clock'
import type { Result } from '#values/result'
import { DateTime } from 'luxon'

export const at = (text: string) => DateTime.fromISO(text, { zone: TIME_ZONE })

/** The code of a refusal; a success is a surprise. */
export function refusal(result: Result<unknown, GovernanceRefusal>): string {
  if (result.ok) throw new Error('was expected to be refused')
  return result.error.code
}

export function factsOf(startsAt: string, given: Partial<MeetingFacts> = {}): MeetingFacts {
  return {
    kind: 'ordinary',
    presence: 'room',
    title: 'Assemblée de juin',
    startsAt: at(startsAt),
    place: 'Maison des associations, 2 rue du Marché, Montreuil',
    remoteLink: '',
    remoteFrom: null,
    remoteUntil: null,
    ...given,
  }
}

export async function givenAssembly(
  clock: Clock,
  startsAt: string,
  given: Partial<MeetingFacts> = {}
) {
  return must(await createAssembly({ ...factsOf(startsAt, given), actor: OFFICE, clock }))
}

export const WORDS: Omit<ResolutionWords, 'itemId'> = {
  title: 'Approbation des comptes',
  text: 'L’assemblée générale approuve les comptes de l’exercice.',
  type: 'decision',
  majority: 'ordinary',
  fromBoard: true,
  effectType: null,
  effectId: null,
  bodyCode: null,
  seats: null,
}

/** A file that may be called: one point, one resolution. */
export async function givenReadyAssembly(
  clock: Clock,
  startsAt: string,
  given: Partial<MeetingFacts> = {}
) {
  const assembly = await givenAssembly(clock, startsAt, given)
  const act = { assemblyId: assembly.id, actor: OFFICE, clock }
  const item = must(await addAgendaItem({ ...act, title: 'Comptes de l’année', text: '' }))
  const resolution = must(await addResolution({ ...act, ...WORDS, itemId: item.id }))
  return { assembly, item, resolution, act }
}

/** A member with a vote who said yes, or no, to notices by e-mail on these days (C19). */
export async function givenVoter(clock: Clock, name: string, consents: [string, boolean][] = []) {
  const member = await givenHolder(clock, 1, { name })
  for (const [day, given] of consents) {
    await recordConsent({
      memberId: member.id,
      kind: 'email_notices',
      given,
      text: 'Je reçois les convocations par e-mail.',
      source: 'mine',
      actor: OFFICE,
      clock: new FixedClock(`${day}T09:00`),
    })
  }
  return member
}
