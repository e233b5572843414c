import { closeSync, mkdirSync, openSync, readdirSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { measured } from '../support/measured.js'

/**
 * The peer of the `allocate` benchmark: looks at every byte of the input once, counts lines and
 * fields, and writes the same bytes out. What no program over these files can do without.
 */
const [input, output] = process.argv.slice(2)

measured(() => {
  mkdirSync(output)
  const buffer = new Uint8Array(1 << 20)
  let lines = 0
  let fields = 0
  for (const name of readdirSync(input)) {
    const from = openSync(join(input, name), 'r')
    const to = openSync(join(output, name), 'w')
    for (let length = readSync(from, buffer); length > 0; length = readSync(from, buffer)) {
      for (let at = 0; at < length; at++) {
        if (buffer[at] === 0x0a) lines++
        else if (buffer[at] === 0x2c) fields++
      }
      writeSync(to, buffer, 0, length)
    }
    closeSync(from)
    closeSync(to)
  }
  return { lines, fields }
})
