import { test } from '@japa/runner'
import { sameSitePath } from '#values/same_site_path'

test.group('A way back on this site', () => {
  test('a path with its question comes back as it was', ({ assert }) => {
    for (const path of ['/', '/catalogue/works/estran', '/catalogue?search=mer&page=2']) {
      assert.equal(sameSitePath(path), path)
    }
  })

  test('whatever a browser may read as another site is refused', ({ assert }) => {
    const elsewhere = [
      ...['https://ailleurs.test/', '//ailleurs.test', '///ailleurs.test', 'javascript:alert(1)'],
      ...['/\\ailleurs.test', '\\\\ailleurs.test', '/\t/ailleurs.test', '/\n/ailleurs.test'],
      ...['/..//ailleurs.test', '/.//ailleurs.test', 'catalogue', '', ' /catalogue'],
      `/${'a'.repeat(600)}`,
    ]
    for (const text of elsewhere) assert.isNull(sameSitePath(text), JSON.stringify(text))
    for (const other of [undefined, null, 3, ['/catalogue'], { to: '/' }]) {
      assert.isNull(sameSitePath(other))
    }
  })
})
