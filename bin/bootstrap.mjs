#!/usr/bin/env node
/**
 * Runs before `npm start` and `npm test`, on whatever Node the machine has (18 or later): installs
 * the npm packages, among them the Node that runs everything else, and for the tests the programs
 * of the distribution that they drive.
 *
 *   node bin/bootstrap.mjs [test]
 */
import { checkPlatform, installPackages } from './services/install.mjs'
import { PlainError, runMain } from './services/say.mjs'
import { installTestTools } from './services/system_packages.mjs'

const say = (text) => process.stderr.write(`${text}\n`)

await runMain(async () => {
  if (Number(process.versions.node.split('.')[0]) < 18) {
    throw new PlainError(
      `Node ${process.version} is too old even to install Node 24: need 18 or later.`
    )
  }
  const forTests = process.argv[2] === 'test' || process.env.npm_lifecycle_event === 'pretest'
  if (forTests) installTestTools(say)
  installPackages(say)
  await checkPlatform()
})
