import { test } from '@japa/runner'
import { adjustmentWords, reversalReason } from '#values/adjustment_reason'

/** Shows which sentence was asked for, and with what. */
const t = (key: string, values: Record<string, string> = {}) => `${key}|${values.motive ?? ''}`

test.group('the reason of an adjustment', () => {
  test('P15 what the program wrote is said in the reader’s language, with the motive as written', ({
    assert,
  }) => {
    assert.equal(reversalReason('Rejet de la banque'), 'Paiement annulé : Rejet de la banque')
    assert.equal(
      adjustmentWords(reversalReason('Rejet de la banque'), t),
      'royalties.statement.reversed_because|Rejet de la banque'
    )
    assert.equal(adjustmentWords(reversalReason(null), t), 'royalties.statement.reversed|')
  })

  test('what a person wrote stays as written', ({ assert }) => {
    assert.equal(adjustmentWords('Prélèvement rejeté', t), 'Prélèvement rejeté')
  })
})
