import { test } from '@japa/runner'
import i18nManager from '@adonisjs/i18n/services/main'

/** What a mail says of one share and of several. */
const SAID = {
  'shares.notices.welcome.body': ['Votre part est inscrite au registre', 'Vos 2 parts sont'],
  'shares.notices.exit_effective.body': ['1 part attend d’être remboursée.', 'remboursées.'],
  'shares.more.mail.body': ['(1 part, ', '(2 parts, '],
}

test('one share is spoken of as one, several as several', ({ assert }) => {
  const i18n = i18nManager.locale('fr')
  for (const [key, words] of Object.entries(SAID)) {
    words.forEach((said, at) => {
      const data = {
        shares: at + 1,
        amount: '20 €',
        number: 1,
        exit_on: 'x',
        due_on: 'x',
        account: 'one',
      }
      const more = { reference: 'R', code: '1', minutes: '15', fingerprint: 'f' }
      assert.include(i18n.t(key, { ...data, ...more }), said)
    })
  }
})
