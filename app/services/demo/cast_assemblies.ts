import type { ResolutionWords } from '#services/governance/agenda/write_resolution'

type Words = Pick<ResolutionWords, 'title' | 'text' | 'type' | 'majority' | 'fromBoard'> &
  Partial<Pick<ResolutionWords, 'bodyCode' | 'seats'>>

export type CastResolution = Words & {
  /** The keys of the members who stand, with what they say. */
  candidates?: [key: string, statement: string][]
  /** Of whoever votes, those who say no; everybody else says yes. */
  against?: string[]
  isPublished?: boolean
  /** What the adoption puts in force, among the drafts of the demo. */
  links?: 'statutes' | 'royalties_policy'
}

export type CastItem = { title: string; text: string; resolutions: CastResolution[] }

const ordinary = { type: 'decision', majority: 'ordinary', fromBoard: true } as const
const extraordinary = { ...ordinary, majority: 'extraordinary' } as const
const election = { ...ordinary, type: 'election' } as const

/** What the demo's members decided two months ago. */
export const PAST_AGENDA: CastItem[] = [
  {
    title: 'Accueil des artistes',
    text: 'Le conseil présente la charte écrite avec six artistes pendant l’hiver.',
    resolutions: [
      {
        ...ordinary,
        title: 'Charte d’accueil des artistes',
        text: 'L’assemblée générale adopte la charte d’accueil des artistes : une réponse sous dix jours à chaque œuvre proposée, un refus toujours motivé, un contact humain pour chaque artiste.',
        isPublished: true,
      },
      {
        ...ordinary,
        fromBoard: false,
        title: 'Publicité payante',
        text: 'La coopérative achète chaque mois pour 300 € de publicité sur des réseaux sociaux.',
        against: ['helene', 'karim', 'elodie', 'zelie', 'camille', 'adele', 'tomasz', 'oreilles'],
      },
    ],
  },
  {
    title: 'Gouvernance',
    text: 'Les mandats sont de trois ans.',
    resolutions: [
      {
        ...election,
        title: 'Élection du conseil coopératif',
        text: 'L’assemblée générale élit cinq membres du conseil coopératif.',
        bodyCode: 'board',
        seats: 5,
        candidates: [
          ['helene', 'Tenir la maison ouverte et les comptes lisibles.'],
          ['aissatou', 'Que chaque artiste comprenne son relevé.'],
          ['gilles', 'La voix de qui écoute et paie chaque mois.'],
          ['yann', 'Payer juste, payer vite.'],
          ['odile', 'Faire connaître la coopérative au-delà de la musique.'],
          ['amadou', 'Garder des serveurs simples et sobres.'],
        ],
        isPublished: true,
      },
      {
        ...election,
        title: 'Élection à la présidence',
        text: 'L’assemblée générale élit la présidente ou le président de la coopérative.',
        bodyCode: 'president',
        seats: 1,
        candidates: [['helene', 'Un mandat, pas davantage.']],
        isPublished: true,
      },
    ],
  },
]

/** What they are called to decide next week. */
export const COMING_AGENDA: CastItem[] = [
  {
    title: 'Répartition des cotisations',
    text: 'Le conseil propose de donner une part plus grande aux artistes, et moins au fonctionnement.',
    resolutions: [
      {
        ...ordinary,
        title: 'Nouvelles clés\u00A0: 72\u00A0% pour les artistes',
        text: 'L’assemblée générale porte la part des artistes de 70 à 72\u00A0% de chaque cotisation, et ramène celle du fonctionnement de 15 à 13\u00A0%. La part des causes reste à 15\u00A0%.',
        links: 'royalties_policy',
      },
    ],
  },
  {
    title: 'Gouvernance',
    text: 'Un sixième siège au conseil, pour mieux partager le travail.',
    resolutions: [
      {
        ...election,
        title: 'Élection d’une ou d’un sixième membre du conseil',
        text: 'L’assemblée générale élit un membre du conseil coopératif.',
        bodyCode: 'board',
        seats: 1,
        candidates: [
          ['clement', 'Garder des serveurs simples et sobres.'],
          ['camille', 'Parler aux personnes qui n’ont jamais entendu parler de nous.'],
        ],
      },
    ],
  },
  {
    title: 'Statuts',
    text: 'Les poids des collèges et le nombre de pouvoirs par personne.',
    resolutions: [
      {
        ...extraordinary,
        title: 'Nouveaux poids des collèges, trois pouvoirs par personne',
        text: 'L’assemblée générale adopte le projet de statuts joint à la convocation.',
        links: 'statutes',
      },
    ],
  },
]
