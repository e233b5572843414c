import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { writeWhole } from './files.mjs'

/** A port number written by a person or kept in a file, `undefined` when it is not one. */
export function parsePort(text) {
  const trimmed = String(text ?? '').trim()
  if (!/^\d{1,5}$/.test(trimmed)) return undefined
  const port = Number(trimmed)
  return port >= 1 && port <= 65_535 ? port : undefined
}

/** Whether this process could listen on the port: `free`, `taken` or `forbidden`. */
export function portState(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) => resolve(error.code === 'EACCES' ? 'forbidden' : 'taken'))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve('free')))
  })
}

/** A free port, chosen by the kernel. */
export function freePort(host = '127.0.0.1') {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, host, () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

/**
 * The port kept in `file` while it is free, else a new one that is then kept: clones on one machine
 * never fight for a number, and links to it stay true from one start to the next.
 */
export async function rememberedPort(file) {
  const kept = existsSync(file) ? parsePort(readFileSync(file, 'utf8')) : undefined
  if (kept && (await portState(kept)) === 'free') return kept
  const port = await freePort()
  writeWhole(file, `${port}\n`)
  return port
}
