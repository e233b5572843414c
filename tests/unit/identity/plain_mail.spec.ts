import { test } from '@japa/runner'
import { plainMail } from '#mails/plain_mail'

const MAIL = {
  lines: ['Un <b>essai</b>', 'À distance : https://visio.test/a?b=1&c=2.'],
  button: { label: 'Ouvrir', url: 'https://site.test/?a=1&b=2' },
  signature: 'L’équipe',
}

test.group('A mail in its two forms', () => {
  test('its text gives the address of the button, with the colon of its language', ({ assert }) => {
    const fr = plainMail({ ...MAIL, locale: 'fr' }).text
    assert.include(fr, 'Ouvrir\u00a0:\nhttps://site.test/?a=1&b=2')
    const en = plainMail({ ...MAIL, locale: 'en', button: { ...MAIL.button, label: 'Open' } }).text
    assert.include(en, 'Open:\nhttps://site.test/')
  })

  test('its page is read on a telephone and in the dark, and what was typed is never markup', ({
    assert,
  }) => {
    const { html } = plainMail({ ...MAIL, locale: 'fr' })
    assert.include(html, '<meta charset="utf-8">')
    assert.include(html, 'width=device-width')
    assert.include(html, 'prefers-color-scheme: dark')
    assert.include(html, 'Un &lt;b&gt;essai&lt;/b&gt;')
    const visio = 'https://visio.test/a?b=1&amp;c=2'
    assert.include(html, `<a href="${visio}">${visio}</a>.</p>`)
  })

  test('R123-237: who sends it stands below both forms, as registered; nobody before the statutes', ({
    assert,
  }) => {
    const mention = 'P2P’Legal, SCIC SAS à capital variable <RCS>'
    const named = plainMail({ ...MAIL, locale: 'fr', mention })
    assert.isTrue(named.text.endsWith(`L’équipe\n\n-- \n${mention}`))
    assert.include(named.html, 'SCIC SAS à capital variable &lt;RCS&gt;</p>')
    const unnamed = plainMail({ ...MAIL, locale: 'fr', mention: '' })
    assert.isTrue(unnamed.text.endsWith('L’équipe'))
    assert.notInclude(unnamed.html, 'class="mention"')
  })
})
