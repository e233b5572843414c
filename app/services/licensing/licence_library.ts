import { P2P_LEGAL_EN, P2P_LEGAL_FR } from '#services/licensing/p2p_legal_text'
import { sha256Hex } from '#values/digest'

export interface LibraryText {
  code: string
  version: string
  titleFr: string
  titleEn: string
  bodyFr: string
  bodyEn: string
  url: string | null
  /** Open licences let anybody share: their works are served without a token. */
  isOpen: boolean
  /** False for non-commercial licences: paid use needs an additional grant (P29, rules 3.8). */
  allowsPaidUse: boolean
  effectiveFrom: string
}

/** The bytes a signer signs: both languages, so that neither can be swapped afterwards. */
export function licenceTextDigest(
  text: Pick<LibraryText, 'code' | 'version' | 'bodyFr' | 'bodyEn'>
) {
  return sha256Hex([text.code, text.version, text.bodyFr, text.bodyEn].join('\n'))
}

interface CommonsDeed {
  code: string
  version: string
  name: string
  path: string
  fr: string
  en: string
  isOpen?: boolean
  allowsPaidUse?: boolean
}

/** A Creative Commons text by reference: its own words stand at its official address. */
function commons(deed: CommonsDeed): LibraryText {
  const url = `https://creativecommons.org/${deed.path}`
  return {
    code: deed.code,
    version: deed.version,
    titleFr: deed.name,
    titleEn: deed.name,
    bodyFr: `${deed.fr}\n\nCe résumé ne remplace pas la licence : ${url}legalcode.fr`,
    bodyEn: `${deed.en}\n\nThis summary does not replace the licence: ${url}legalcode.en`,
    url,
    isOpen: deed.isOpen ?? true,
    allowsPaidUse: deed.allowsPaidUse ?? true,
    effectiveFrom: '2026-01-01',
  }
}

/** Every licence under which a work may be submitted. */
export const LICENCE_LIBRARY: readonly LibraryText[] = [
  {
    code: 'p2p.legal',
    version: '1.0',
    titleFr: 'Licence p2p.legal 1.0',
    titleEn: 'p2p.legal licence 1.0',
    bodyFr: P2P_LEGAL_FR,
    bodyEn: P2P_LEGAL_EN,
    url: null,
    isOpen: false,
    allowsPaidUse: true,
    effectiveFrom: '2026-01-01',
  },
  commons({
    code: 'CC-BY-4.0',
    version: '4.0',
    name: 'Creative Commons Attribution 4.0 International',
    path: 'licenses/by/4.0/',
    fr: 'Chacun peut partager et adapter l’œuvre, même à titre commercial, à condition de citer son auteur, de donner le lien de la licence et de dire ce qui a été modifié. L’autorisation ne peut pas être retirée.',
    en: 'Anyone may share and adapt the work, even commercially, provided they credit its author, link to the licence and say what was changed. The permission cannot be withdrawn.',
  }),
  commons({
    code: 'CC-BY-SA-4.0',
    version: '4.0',
    name: 'Creative Commons Attribution-ShareAlike 4.0 International',
    path: 'licenses/by-sa/4.0/',
    fr: 'Chacun peut partager et adapter l’œuvre, même à titre commercial, à condition de citer son auteur et de diffuser ses adaptations sous la même licence. L’autorisation ne peut pas être retirée.',
    en: 'Anyone may share and adapt the work, even commercially, provided they credit its author and release adaptations under the same licence. The permission cannot be withdrawn.',
  }),
  commons({
    code: 'CC0-1.0',
    version: '1.0',
    name: 'Creative Commons Zero 1.0 Universal',
    path: 'publicdomain/zero/1.0/',
    fr: 'L’auteur renonce à ses droits autant que la loi le permet : chacun peut copier, modifier et diffuser l’œuvre sans rien demander.',
    en: 'The author waives their rights as far as the law allows: anyone may copy, change and distribute the work without asking.',
  }),
  commons({
    code: 'CC-BY-NC-SA-4.0',
    version: '4.0',
    name: 'Creative Commons Attribution-NonCommercial-ShareAlike 4.0 International',
    path: 'licenses/by-nc-sa/4.0/',
    fr: 'Chacun peut partager et adapter l’œuvre hors de tout usage commercial, en citant son auteur et sous la même licence. Une offre payante demande une autorisation signée en plus.',
    en: 'Anyone may share and adapt the work for non-commercial purposes, crediting its author and under the same licence. A paid offer needs an additional signed permission.',
    allowsPaidUse: false,
  }),
]
