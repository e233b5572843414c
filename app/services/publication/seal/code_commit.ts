import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import app from '@adonisjs/core/services/app'

const run = promisify(execFile)
const COMMIT = /^[0-9a-f]{40,64}$/

/** The commit of the running code, so that whoever repeats a month takes the same; else `unknown`. */
export async function codeCommit(): Promise<string> {
  try {
    const { stdout } = await run('git', ['rev-parse', 'HEAD'], { cwd: app.makePath() })
    const commit = stdout.trim()
    return COMMIT.test(commit) ? commit : 'unknown'
  } catch {
    return 'unknown'
  }
}
