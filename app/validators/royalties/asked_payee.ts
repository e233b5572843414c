import type { HttpContext } from '@adonisjs/core/http'
import { errors as bouncerErrors, AuthorizationResponse } from '@adonisjs/bouncer'
import PayeePolicy from '#policies/royalties/payee_policy'
import { myPayees } from '#services/royalties/queries/my_payees'
import { findPayee } from '#services/royalties/queries/find_payee'
import { payeeChoiceValidator } from '#validators/royalties/months'

/**
 * The payee that `?payee=` names, if the reader signs for it; without it the first of the
 * reader's own. Somebody who is no payee is refused, as is somebody who names another's.
 */
export async function askedPayee({ auth, bouncer, request }: HttpContext) {
  const payees = await myPayees(auth.getUserOrFail().id)
  const { payee: asked } = await request.validateUsing(payeeChoiceValidator)
  const payee = asked ? await findPayee(asked) : payees[0]
  if (!payee) throw new bouncerErrors.E_AUTHORIZATION_FAILURE(AuthorizationResponse.deny())
  await bouncer.with(PayeePolicy).authorize('readStatements', payee)
  return { payee, payees }
}
