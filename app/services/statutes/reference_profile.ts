import type {
  CooperativeIdentity,
  MemberCategory,
  StatuteSettings,
} from '#services/statutes/statute_settings'

/** What a young co-operative does not know yet is empty: the linter names it before the adoption. */
const IDENTITY: CooperativeIdentity = {
  name: 'P2P’Legal',
  legalForm: 'SAS',
  formWords: 'SCIC SAS à capital variable',
  purposeFr:
    'Offrir à toutes et tous l’écoute, le téléchargement et le partage légal d’œuvres, rémunérer ' +
    'leurs artistes à partir des usages réels, soutenir des contributions responsables votées, et ' +
    'développer des logiciels libres à cette fin.',
  purposeEn:
    'To offer everybody the lawful listening, download and sharing of works, to pay their artists ' +
    'from what is really used, to support responsible causes that are voted, and to develop free ' +
    'software to that end.',
  siren: '',
  rcsCity: '',
  street: '',
  postcode: '',
  city: '',
  email: '',
  phone: '',
  vatNumber: '',
  iban: '',
  bic: '',
  yearEnd: '12-31',
}

const RECORD = {
  code: 'record',
  labelFr: 'Extrait d’immatriculation ou récépissé de déclaration de moins de trois mois',
  labelEn: 'Extract of the register or receipt of declaration, less than three months old',
  required: true,
}

/** The order says which quality decides the vote of a person who has several (C03). */
const CATEGORIES: MemberCategory[] = [
  {
    code: 'employee',
    labelFr: 'Salarié·es',
    labelEn: 'Employees',
    quality: 'employee',
    kinds: ['natural'],
    minShares: 1,
    documents: [],
  },
  {
    code: 'artist',
    labelFr: 'Artistes et ayants droit',
    labelEn: 'Artists and rights-holders',
    quality: 'producer',
    kinds: ['natural', 'legal'],
    minShares: 1,
    documents: [],
  },
  {
    code: 'subscriber',
    labelFr: 'Abonné·es',
    labelEn: 'Subscribers',
    quality: 'beneficiary',
    kinds: ['natural', 'legal'],
    minShares: 1,
    documents: [],
  },
  {
    code: 'supporter',
    labelFr: 'Bénévoles et soutiens',
    labelEn: 'Volunteers and supporters',
    quality: 'volunteer',
    kinds: ['natural', 'legal'],
    minShares: 1,
    documents: [],
  },
  {
    code: 'partner',
    labelFr: 'Partenaires',
    labelEn: 'Partners',
    quality: 'other',
    kinds: ['legal'],
    minShares: 10,
    documents: [RECORD],
  },
  {
    code: 'public_body',
    labelFr: 'Collectivités et organismes publics',
    labelEn: 'Local authorities and public bodies',
    quality: 'public_body',
    kinds: ['public_body'],
    minShares: 25,
    documents: [
      {
        code: 'deliberation',
        labelFr: 'Délibération qui autorise la prise de parts',
        labelEn: 'Deliberation that allows the shares to be taken',
        required: true,
      },
    ],
  },
]

/** The statutes that P2P’Legal proposes to its founders: an SCIC SAS with five colleges. */
export const REFERENCE_SETTINGS: StatuteSettings = {
  identity: IDENTITY,
  capital: {
    nominalCents: '2000',
    statutoryMinimumCents: '200000',
    statutoryCapitalCents: '600000',
    paidUpBp: 10_000,
    paidUpMonths: 60,
    transferRefusal: { body: 'board', withinDays: 60 },
  },
  categories: CATEGORIES,
  colleges: [
    college('subscribers', 'Abonné·es', 'Subscribers', 3_000, ['subscriber']),
    college('artists', 'Artistes', 'Artists', 3_000, ['artist']),
    college('employees', 'Salarié·es', 'Employees', 2_000, ['employee']),
    college('supporters', 'Bénévoles et soutiens', 'Volunteers and supporters', 1_000, [
      'supporter',
    ]),
    college('partners', 'Partenaires et collectivités', 'Partners and public bodies', 1_000, [
      'partner',
      'public_body',
    ]),
  ],
  collegeRules: { carryOver: 'proportional', degraded: 'cgscop', weighsCapital: false },
  admission: { body: 'board', withinDays: 60 },
  exit: { noticeMonths: 3, repaymentMonths: 60, imputeReserves: true, tailMonths: 60 },
  exclusion: { hearingDays: 15, majority: { numerator: 2, denominator: 3 } },
  assemblies: {
    ordinary: {
      noticeDays: { first: 15, second: 10 },
      quorum: {
        first: { numerator: 1, denominator: 5 },
        second: { numerator: 0, denominator: 1 },
      },
      majority: { numerator: 1, denominator: 2, strict: true },
    },
    extraordinary: {
      noticeDays: { first: 15, second: 10 },
      quorum: {
        first: { numerator: 1, denominator: 4 },
        second: { numerator: 1, denominator: 5 },
      },
      majority: { numerator: 2, denominator: 3, strict: false },
    },
  },
  voting: { basis: 'one_member', quorumBase: 'members', abstention: 'left_out' },
  notices: { consentDays: 35, safetyDays: 1 },
  proxies: { max: 2 },
  reserves: { legalBp: 1_500, statutoryBp: 5_000 },
  clauses: {
    publicOffer: false,
    patronageRefund: false,
    reservesIntoCapital: false,
    revaluedShares: false,
    liquidationToMembers: false,
  },
  interest: { marginMillipercent: 2_000 },
  bodies: [
    {
      code: 'board',
      labelFr: 'Conseil coopératif',
      labelEn: 'Board',
      minSeats: 5,
      maxSeats: 12,
      termYears: 3,
    },
    {
      code: 'president',
      labelFr: 'Présidence',
      labelEn: 'Chair',
      minSeats: 1,
      maxSeats: 1,
      termYears: 3,
    },
  ],
  review: { everyYears: 5 },
  accounts: { approvalMonths: 6, filingMonths: 2 },
}

function college(
  code: string,
  labelFr: string,
  labelEn: string,
  weightBp: number,
  categories: string[]
) {
  return { code, labelFr, labelEn, weightBp, categories }
}
