import { plainName } from '#services/membership/person_key'

const GIVEN =
  'Camille Adèle Amadou Anaïs Baptiste Béatrice Chloé Clément Coralie Damien Édith Émile Étienne Fatou Florian Gaëlle Hugo Isabelle Jérôme Jeanne Kenza Léa Léo Louise Lucas Maëlle Malik Manon Mathilde Nadia Nicolas Noémie Océane Paul Quentin Rachel Sébastien Thérèse Victor Yasmine Ana Bo Ciro Dina Elsa Farid Gwen'.split(
    ' '
  )
const FAMILY =
  'Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre Leroy Roux David Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller Lefèvre Faure André Mercier Blanc Guérin Boyer Garnier Chevalier François Legrand Gauthier Garcia Perrin Robin Clément Morin Nicolas Henry Roussel Mathieu Gautier Masson Marchand Duval Denis Dumont Marie Lemaire Noël Meyer Dufour Meunier Brun Blanchard Giraud Joly Rivière Lucas Brunet Gaillard Barbier Arnaud Martinez Gérard Roche Renard Schmitt Roy Leroux Colin Vidal Caron Picard Roger Fabre Aubert Lemoine Renaud Dumas Lacroix Olivier Philippe Bourgeois Pierre Benoît Rey Leclerc Payet'.split(
    ' '
  )
const TOWNS = [
  ['44000', 'Nantes'],
  ['35000', 'Rennes'],
  ['69001', 'Lyon'],
  ['13006', 'Marseille'],
  ['59000', 'Lille'],
  ['31000', 'Toulouse'],
  ['33000', 'Bordeaux'],
  ['67000', 'Strasbourg'],
  ['29200', 'Brest'],
  ['93100', 'Montreuil'],
]

/** A made-up person: no two of them share names and a birth date. */
export function bulkPerson(index: number) {
  const couples = GIVEN.length * FAMILY.length
  const givenName = GIVEN[index % GIVEN.length]
  const familyName = FAMILY[Math.floor(index / GIVEN.length) % FAMILY.length]
  const round = Math.floor(index / couples)
  const birthDate = new Date(Date.UTC(1950, 0, 1 + round * 29 + (index % 23)))
    .toISOString()
    .slice(0, 10)
  const [postcode, city] = TOWNS[index % TOWNS.length]
  return {
    givenName,
    familyName,
    birthDate,
    postcode,
    city,
    email: `societaire${index}@essai.peerfy.test`,
    street: `${1 + (index % 180)} rue des Essais`,
    personKey: `natural|${plainName(familyName)}|${plainName(givenName)}|${birthDate}`,
  }
}
