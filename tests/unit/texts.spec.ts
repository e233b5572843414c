import { test } from '@japa/runner'
import i18nManager from '@adonisjs/i18n/services/main'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { frenchElision } from '../../inertia/lib/french_elision.js'
import { frenchSpaces } from '../../inertia/lib/french_spaces.js'

const ROOT = new URL('../../', import.meta.url).pathname

function walk(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return walk(path)
    return /\.(vue|ts)$/.test(path) ? [path] : []
  })
}

function texts(locale: string): Set<string> {
  const keys = new Set<string>()
  const read = (value: object, prefix: string) => {
    for (const [key, inner] of Object.entries(value)) {
      if (typeof inner === 'string') keys.add(`${prefix}.${key}`)
      else read(inner, `${prefix}.${key}`)
    }
  }
  for (const file of readdirSync(join(ROOT, 'resources/lang', locale))) {
    const content = JSON.parse(readFileSync(join(ROOT, 'resources/lang', locale, file), 'utf8'))
    read(content, file.replace('.json', ''))
  }
  return keys
}

test.group('Texts of the pages', () => {
  test('no French line begins with a sign that belongs to the word before it', ({ assert }) => {
    const written =
      'Où vont 8 € ? « Bureau » : 70 %, voilà ! Rien ; {count, plural, =1 {un} other {#}}'
    assert.equal(
      frenchSpaces(written).replaceAll('\u00a0', '~'),
      'Où vont 8~€~? «~Bureau~»~: 70~%, voilà~! Rien~; {count, plural, =1 {un} other {#}}'
    )
    assert.equal(frenchSpaces('https://a.b:80 !x'), 'https://a.b:80 !x')
  })

  test('« de » and « que » lose their letter before a vowel or a silent h', ({ assert }) => {
    const said = (name: string) => frenchElision('Ce que {name} a dit de {name}', { name })
    for (const name of ['Aïssatou', 'Élodie', 'Hélène', 'octobre']) {
      assert.equal(said(name), 'Ce qu’{name} a dit d’{name}')
    }
    for (const name of ['Camille', 'Yann', 'mars', '11', '']) {
      assert.equal(said(name), 'Ce que {name} a dit de {name}')
    }
    const many = 'plus de {count, plural, =1 {une} other {#}}'
    assert.equal(frenchElision(many, { count: 'a' }), many)
  })

  test('the server writes its French as the pages do', ({ assert }) => {
    const french = Object.entries(i18nManager.getTranslationsFor('fr'))
    assert.isAbove(french.length, 1000)
    const loose = french.filter(([, text]) => text !== frenchSpaces(text))
    assert.deepEqual(loose, [])
    const copy = i18nManager.locale('fr').t('ui.copy', { what: 'x' })
    assert.equal(copy, 'Copier\u00a0: x')
    const taken = i18nManager.locale('fr').t('membership.refusals.account_taken', { name: 'Inès' })
    assert.include(taken, 'd’Inès')
  })

  for (const locale of ['fr', 'en']) {
    test(`every text that a page names is written (${locale})`, ({ assert }) => {
      const known = texts(locale)
      const missing: string[] = []
      for (const path of walk('inertia')) {
        const source = readFileSync(join(ROOT, path), 'utf8')
        for (const [, key] of source.matchAll(/\bt\(\s*'([a-z_0-9.]+)'/g)) {
          if (!known.has(key)) missing.push(`${path}: ${key}`)
        }
        // A key built from a server's word has at least one text that begins like it.
        for (const [, start] of source.matchAll(/\bt\(\s*`([a-z_0-9.]+)\$\{/g)) {
          if (![...known].some((key) => key.startsWith(start))) missing.push(`${path}: ${start}…`)
        }
      }
      assert.deepEqual(missing, [])
    })
  }

  test('every act of the audit trail, and what it is about, has its words', ({ assert }) => {
    const known = texts('fr')
    const acts = walk('app').flatMap((path) => {
      const source = readFileSync(join(ROOT, path), 'utf8')
      return [...source.matchAll(/\baction:([^,]+)/g)].flatMap(([, said]) =>
        [...said!.matchAll(/'([a-z]+\.[a-z_]+)'/g)].map(([, action]) => action!)
      )
    })
    const silent = acts.filter((act) => !known.has(`identity.action.${act.replace('.', '_')}`))
    assert.deepEqual([...new Set(silent)], [])
    const subjects = walk('app').flatMap((path) => {
      const source = readFileSync(join(ROOT, path), 'utf8')
      return [...source.matchAll(/\bsubject:\s*\{\s*type:\s*'([a-z_]+)'/g)].map(([, type]) => type)
    })
    assert.includeMembers(subjects, ['period', 'split_line'])
    const unnamed = subjects.filter((type) => !known.has(`identity.subject.${type}`))
    assert.deepEqual([...new Set(unnamed)], [])
  })
})
