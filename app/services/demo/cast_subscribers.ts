import { seededRandom } from '#services/demo/media/random'

export interface CastSubscriber {
  key: string
  name: string
  email: string
  /** Months between the first payment and the open month (0: joined this month). */
  joinedMonthsAgo: number
  /** Day of the month on which the fee is asked. */
  paymentDay: number
  /** Works a month that this person tends to download. */
  appetite: number
  /** Own choice of causes in basis points; absent: the voted ones. */
  causes?: Record<string, number>
}

const NAMES = [
  'Camille Rousseau', 'Adèle Fontaine', 'Amadou Traoré', 'Anaïs Le Bihan', 'Baptiste Carlier',
  'Béatrice Joly', 'Chloé Marchetti', 'Clément Roussel', 'Coralie Huet', 'Damien Vidal',
  'Édith Laborde', 'Émile Garnier', 'Étienne Maillard', 'Fatou Ndiaye', 'Florian Besson',
  'Gaëlle Kerouac', 'Hugo Pelletier', 'Isabelle Renaud', 'Jérôme Lacombe', 'Jeanne Coste',
  'Kenza Haddad', 'Léa Brunet', 'Léo Schmitt', 'Louise Arnaud', 'Lucas Barbier',
  'Maëlle Tanguy', 'Malik Cherif', 'Manon Gaillard', 'Mathilde Prévost', 'Nadia Slimani',
  'Nicolas Faure', 'Noémie Dufour', 'Océane Rivière', 'Paul Weber', 'Quentin Moulin',
  'Rachel Benhamou', 'Sébastien Colin', 'Thérèse Picard', 'Victor Nguyen', 'Yasmine Ait Ali',
] // prettier-ignore

/** Causes that eight of the forty chose for themselves. */
const OWN_CAUSES: Record<number, Record<string, number>> = {
  0: { 'logiciels-communs': 6_000, 'acces-associatif': 4_000 },
  3: { 'archives-sonores': 10_000 },
  7: { 'creation-partagee': 5_000, 'archives-sonores': 5_000 },
  12: { 'acces-associatif': 10_000 },
  18: { 'logiciels-communs': 3_334, 'creation-partagee': 3_333, 'archives-sonores': 3_333 },
  23: { 'creation-partagee': 10_000 },
  29: { 'logiciels-communs': 7_500, 'archives-sonores': 2_500 },
  34: { 'acces-associatif': 2_000, 'creation-partagee': 8_000 },
}

/** Nobody's address: `.test` never resolves (RFC 2606). */
function emailOf(name: string, index: number): string {
  if (index === 0) return 'camille@demo.peerfy.test'
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return `${plain.replace(/[^a-z]+/g, '.')}@demo.peerfy.test`
}

function joinedMonthsAgo(index: number): number {
  if (index < 30) return 3
  if (index < 35) return 2
  return index < 38 ? 1 : 0
}

/** The demo's forty subscribers; Camille, the first, is the one whom a newcomer plays. */
export const SUBSCRIBERS: CastSubscriber[] = NAMES.map((name, index) => {
  const random = seededRandom(`subscriber|${name}`)
  return {
    key: `subscriber-${String(index + 1).padStart(2, '0')}`,
    name,
    email: emailOf(name, index),
    joinedMonthsAgo: joinedMonthsAgo(index),
    paymentDay: index === 0 ? 2 : random.pick([0, 0, 14]) + 1 + random.integer(12),
    appetite: index === 0 ? 2 : random.pick([1, 1, 2, 2, 2, 3]),
    causes: OWN_CAUSES[index],
  }
})
