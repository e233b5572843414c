import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import { statementEntries } from '#services/publication/queries/statement_proof'
import { isPeriod } from '#values/period'

/** A person's own statements with their proofs, one per kind (design section 9). */
export default class StatementsController {
  async show({ auth, params, response }: HttpContext) {
    if (!isPeriod(params.period)) throw new Exception('Not a month: YYYY-MM', { status: 400 })
    const statements = await statementEntries(auth.getUserOrFail().id, params.period)
    response.header('Cache-Control', 'private, no-store')
    if (statements.length === 0) {
      throw new Exception('No published statement of yours for this month', { status: 404 })
    }
    return { statements }
  }
}
