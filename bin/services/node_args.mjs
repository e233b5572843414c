import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { projectRoot } from './paths.mjs'

/** Arguments with which Node runs a TypeScript file of the project, whatever the working directory. */
export function typescriptArgs(file) {
  const require = createRequire(join(projectRoot, 'package.json'))
  const loader = pathToFileURL(require.resolve('@poppinss/ts-exec')).href
  return [`--import=${loader}`, '--enable-source-maps', join(projectRoot, file)]
}
