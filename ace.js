#!/usr/bin/env node
/**
 * `node ace <command>`: finds the project's own Node, whatever Node is first in PATH, and the
 * embedded services that run, or starts them for the command's duration.
 */
import { runAce } from './bin/services/run_ace.mjs'
import { runMain } from './bin/services/say.mjs'

await runMain(() => runAce(process.argv.slice(2)))
