import type { MemberKind } from '#services/statutes/statute_settings'

/** Somebody who joined: `monthsAgo` and `day` say when, counted back from the open month. */
export interface CastMember {
  key: string
  category: 'employee' | 'artist' | 'subscriber' | 'supporter' | 'partner' | 'public_body'
  kind: MemberKind
  givenName?: string
  familyName?: string
  birthDate?: string
  legalName?: string
  legalForm?: string
  siren?: string
  representative?: [name: string, capacity: string]
  email: string
  /** The key of the account of the cast, when the member has one. */
  account?: string
  street: string
  postcode: string
  city: string
  /** Each subscription: how many shares, and when. */
  buys: { shares: number; monthsAgo: number; day: number }[]
}

type Person = [
  key: string,
  givenName: string,
  familyName: string,
  birthDate: string,
  street: string,
  postcode: string,
  city: string,
]

function natural(
  category: CastMember['category'],
  [key, givenName, familyName, birthDate, street, postcode, city]: Person,
  email: string,
  buys: CastMember['buys'],
  account?: string
): CastMember {
  return {
    ...{ key, category, kind: 'natural', givenName, familyName, birthDate },
    ...{ email, street, postcode, city, buys, account },
  }
}

const at = (shares: number, monthsAgo: number, day: number) => ({ shares, monthsAgo, day })

/** Founders, artists, staff, listeners, neighbours: some of the cast, some of nobody's invention but ours. */
export const MEMBERS: CastMember[] = [
  natural('employee', ['helene', 'Hélène', 'Vasseur', '1978-03-14', '8 rue Pépin', '93100', 'Montreuil'],
    'admin@demo.peerfy.test', [at(10, 18, 14)], 'helene'),
  natural('employee', ['karim', 'Karim', 'Bensaïd', '1985-11-02', '3 rue de la Solidarité', '93100', 'Montreuil'],
    'secretariat@demo.peerfy.test', [at(5, 18, 14), at(5, 7, 20)], 'karim'),
  natural('employee', ['marc', 'Marc-Antoine', 'Delorme', '1971-06-23', '27 avenue Pasteur', '93260', 'Les Lilas'],
    'tresorerie@demo.peerfy.test', [at(10, 18, 15)], 'marc'),
  natural('artist', ['elodie', 'Élodie', 'Marchand', '1990-01-19', '14 quai de la Fosse', '29100', 'Douarnenez'],
    'artiste@demo.peerfy.test', [at(5, 18, 16), at(10, 4, 9)], 'elodie-marchand'),
  natural('artist', ['yann', 'Yann', 'Le Goff', '1982-09-05', '2 rue du Port', '56100', 'Lorient'],
    'yann@demo.peerfy.test', [at(20, 17, 3)], 'yann-le-goff'),
  natural('artist', ['zelie', 'Zélie', 'Ferrand', '1995-12-30', '41 rue des Teinturiers', '84000', 'Avignon'],
    'zelie@demo.peerfy.test', [at(3, 16, 11)], 'zelie-ferrand'),
  natural('artist', ['aissatou', 'Aïssatou', 'Diallo', '1988-04-08', '5 rue Myrha', '75018', 'Paris'],
    'conseil.artistes@demo.peerfy.test', [at(10, 17, 20)], 'aissatou'),
  {
    key: 'lavoir',
    category: 'artist',
    kind: 'legal',
    legalName: 'Les Disques du Lavoir',
    legalForm: 'SARL',
    siren: '404833048',
    representative: ['Bertrand Auclair', 'gérant'],
    email: 'lavoir@demo.peerfy.test',
    account: 'disques-du-lavoir',
    street: '9 rue du Lavoir',
    postcode: '69001',
    city: 'Lyon',
    buys: [at(25, 15, 6)],
  },
  natural('subscriber', ['gilles', 'Gilles', 'Perrault', '1964-07-17', '12 rue Saint-Michel', '35000', 'Rennes'],
    'conseil.abonnes@demo.peerfy.test', [at(15, 17, 22)], 'gilles'),
  natural('subscriber', ['camille', 'Camille', 'Rousseau', '1993-05-26', '6 rue des Carmes', '44000', 'Nantes'],
    'camille@demo.peerfy.test', [at(3, 14, 4), at(2, 5, 17)], 'subscriber-01'),
  natural('subscriber', ['adele', 'Adèle', 'Fontaine', '1986-02-11', '19 cours Berriat', '38000', 'Grenoble'],
    'adele.fontaine@demo.peerfy.test', [at(5, 13, 18)], 'subscriber-02'),
  natural('subscriber', ['amadou', 'Amadou', 'Traoré', '1979-10-03', '22 rue de Belfort', '33000', 'Bordeaux'],
    'amadou.traore@demo.peerfy.test', [at(10, 12, 7)], 'subscriber-03'),
  natural('subscriber', ['anais', 'Anaïs', 'Le Bihan', '1998-08-21', '7 venelle du Pain cuit', '29200', 'Brest'],
    'anais.le.bihan@demo.peerfy.test', [at(1, 11, 12)], 'subscriber-04'),
  natural('subscriber', ['baptiste', 'Baptiste', 'Carlier', '1969-12-01', '31 rue Nationale', '59000', 'Lille'],
    'baptiste.carlier@demo.peerfy.test', [at(30, 15, 25)], 'subscriber-05'),
  natural('subscriber', ['beatrice', 'Béatrice', 'Joly', '1957-03-29', '4 place du Château', '67000', 'Strasbourg'],
    'beatrice.joly@demo.peerfy.test', [at(8, 10, 3)], 'subscriber-06'),
  natural('subscriber', ['clement', 'Clément', 'Roussel', '1991-06-06', '55 boulevard Baille', '13006', 'Marseille'],
    'clement.roussel@demo.peerfy.test', [at(4, 9, 15)], 'subscriber-08'),
  natural('subscriber', ['edith', 'Édith', 'Laborde', '1949-09-12', '1 rue des Arènes', '31000', 'Toulouse'],
    'edith.laborde@demo.peerfy.test', [at(20, 8, 28)], 'subscriber-11'),
  natural('subscriber', ['fatou', 'Fatou', 'Ndiaye', '2001-01-15', '10 rue Pajol', '75018', 'Paris'],
    'fatou.ndiaye@demo.peerfy.test', [at(1, 3, 6)], 'subscriber-14'),
  natural('supporter', ['odile', 'Odile', 'Krämer', '1953-11-27', '16 rue du Jeu de Paume', '57000', 'Metz'],
    'odile.kramer@demo.peerfy.test', [at(10, 16, 2)]),
  natural('supporter', ['tomasz', 'Tomasz', 'Wójcik', '1976-05-09', '88 rue de Charonne', '75011', 'Paris'],
    'tomasz.wojcik@demo.peerfy.test', [at(5, 9, 8)]),
  natural('supporter', ['ines-d', 'Inés', 'Delgado', '1967-04-18', '23 rue Bannier', '45000', 'Orléans'],
    'ines.delgado@demo.peerfy.test', [at(5, 6, 19)]),
  {
    key: 'oreilles',
    category: 'partner',
    kind: 'legal',
    legalName: 'Les Oreilles du Quartier',
    legalForm: 'association',
    siren: '732829320',
    representative: ['Nour Saadi', 'présidente'],
    email: 'bonjour@oreilles.demo.peerfy.test',
    street: '2 place du Marché',
    postcode: '93100',
    city: 'Montreuil',
    buys: [at(25, 14, 20)],
  },
  {
    key: 'saint-aubin',
    category: 'public_body',
    kind: 'public_body',
    legalName: 'Commune de Saint-Aubin-les-Ondes',
    legalForm: 'commune',
    siren: '217500016',
    representative: ['Agnès Poulain', 'maire'],
    email: 'mairie@saint-aubin.demo.peerfy.test',
    street: '1 place de la Mairie',
    postcode: '49700',
    city: 'Saint-Aubin-les-Ondes',
    buys: [at(50, 10, 22)],
  },
] // prettier-ignore

/** Who asks to join, and how far they have come. */
export const APPLICANTS = [
  {
    givenName: 'Maëlle',
    familyName: 'Tanguy',
    birthDate: '1987-02-03',
    email: 'maelle.tanguy@demo.peerfy.test',
    account: 'subscriber-26',
    category: 'subscriber',
    shares: 3,
    daysAgo: 9,
    until: 'submitted',
    motivation: 'J’écoute ici tous les jours : autant décider avec vous.',
  },
  {
    givenName: 'Malik',
    familyName: 'Cherif',
    birthDate: '1999-07-30',
    email: 'malik.cherif@demo.peerfy.test',
    account: 'subscriber-27',
    category: 'supporter',
    shares: 1,
    daysAgo: 3,
    until: 'submitted',
    motivation: null,
  },
  {
    givenName: 'Noémie',
    familyName: 'Dufour',
    birthDate: '1974-12-12',
    email: 'noemie.dufour@demo.peerfy.test',
    account: 'subscriber-32',
    category: 'subscriber',
    shares: 5,
    daysAgo: 16,
    until: 'admitted',
    motivation: 'Une amie est sociétaire depuis le début.',
  },
  {
    givenName: 'Paul',
    familyName: 'Weber',
    birthDate: '1962-06-01',
    email: 'paul.weber@demo.peerfy.test',
    account: 'subscriber-34',
    category: 'subscriber',
    shares: 2,
    daysAgo: 1,
    until: 'unsigned',
    motivation: null,
  },
] as const
