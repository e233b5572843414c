/** In the session: the id of the account whose second factor was shown in it. */
export const FACTOR_SESSION_KEY = 'identity_factor_shown_for'

export const CHALLENGE_PATH = '/identity/second-factor/challenge'
export const SET_UP_PATH = '/identity/second-factor'
export const SIGN_IN_PATH = '/identity/sign-in'

type FactorState = { id: string; totpConfirmedAt: unknown }

/** True if a second factor exists and this session has not shown it. */
export function owesFactor(account: FactorState, shownFor: unknown): boolean {
  return account.totpConfirmedAt !== null && shownFor !== account.id
}
