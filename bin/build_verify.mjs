import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'

const root = join(import.meta.dirname, '..')
const source = (name) => join(root, 'inertia/verify', name)

/**
 * Makes public/verify.html, the whole verifier in one file: it works from a disk or a mirror, with
 * no server of ours. Its policy allows its own script and style by hash, and nothing else but the
 * question to a node.
 */
export async function buildVerifyPage(target = join(root, 'public/verify.html')) {
  const script = await bundle()
  const style = readFileSync(source('page.css'), 'utf8').trim()
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    'connect-src http: https:',
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const parts = {
    '<!--csp-->': `<meta http-equiv="Content-Security-Policy" content="${policy}" />`,
    '<!--style-->': `<style>${style}</style>`,
    '<!--script-->': `<script>${script}</script>`,
  }
  const html = Object.entries(parts).reduce(
    // A function, because the script may hold the "$&" that a replacement text would expand.
    (page, [place, part]) => page.replace(place, () => part),
    readFileSync(source('page.html'), 'utf8')
  )
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(`${target}.new`, html)
  renameSync(`${target}.new`, target)
  return { target, bytes: Buffer.byteLength(html) }
}

async function bundle() {
  const result = await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: source('page.ts'), formats: ['iife'], name: 'verify' },
    },
  })
  const output = [result].flat()[0].output
  if (output.length !== 1) throw new Error('The verifier must be one script')
  // "</script" inside a string would end the element that holds it.
  return output[0].code.trim().replaceAll('</script', '<\\/script')
}

function hashOf(text) {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { target, bytes } = await buildVerifyPage()
  console.log(`${target}: ${Math.ceil(bytes / 1024)} kB`)
}
