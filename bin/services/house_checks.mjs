import { join } from 'node:path'
import { projectRoot } from './paths.mjs'

const tool = (name, ...args) => [join(projectRoot, 'node_modules', name), ...args]

/**
 * The browser's files build. Comes before the others: it writes down the components that the pages
 * use without an import, and the types are checked against that.
 */
export const bundleCheck = (folder) => ({
  name: 'browser bundle',
  commands: [tool('vite/bin/vite.js', 'build', '--outDir', folder, '--logLevel', 'warn')],
})

/** What every change must keep true, apart from the tests, the longest first: each counts as one. */
export const HOUSE_CHECKS = [
  {
    name: 'types',
    commands: [
      tool('vue-tsc/bin/vue-tsc.js', '--noEmit'),
      tool('vue-tsc/bin/vue-tsc.js', '--noEmit', '-p', 'inertia/tsconfig.json'),
    ],
  },
  { name: 'lint', commands: [tool('eslint/bin/eslint.js', '.')] },
  { name: 'format', commands: [tool('prettier/bin/prettier.cjs', '--check', '.')] },
  { name: 'unused exports', commands: [tool('knip/bin/knip.js', '--no-progress')] },
]
