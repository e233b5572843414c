/*
|--------------------------------------------------------------------------
| Several commands in one boot
|--------------------------------------------------------------------------
|
| "npm start" migrates, deploys and seeds. Booting the application once for
| all of it saves a newcomer seconds. Takes the commands as JSON and tells
| the parent process how far it is.
|
*/

await import('reflect-metadata')
const { Ignitor, prettyPrintError } = await import('@adonisjs/core')

const APP_ROOT = new URL('../', import.meta.url)

type Step = { name: string; args?: string[] }
type State = 'begun' | 'done' | 'missing' | 'failed'

const app = new Ignitor(APP_ROOT, {
  importer: (path) =>
    path.startsWith('./') || path.startsWith('../')
      ? import(new URL(path, APP_ROOT).href)
      : import(path),
})
  .tap((one) => {
    one.booting(async () => {
      await import('#start/env')
    })
  })
  .createApp('console')

// Whoever asked for this is gone: nobody would know how far it came.
const leave = () => process.exit(1)
process.once('disconnect', leave)

function tell(name: string, state: State) {
  process.send?.({ name, state })
}

async function runAll(steps: Step[]) {
  const ace = await app.container.make('ace')
  await ace.boot()
  for (const { name, args = [] } of steps) {
    if (!ace.getCommand(name)) {
      tell(name, 'missing')
      continue
    }
    tell(name, 'begun')
    const command = await ace.exec(name, args)
    if (command.error) throw command.error
    if (command.exitCode) throw new Error(`${name} ended with ${command.exitCode}`)
    tell(name, 'done')
  }
}

try {
  await app.init()
  await app.boot()
  await app.start(() => runAll(JSON.parse(process.argv[2] ?? '[]') as Step[]))
  process.exitCode = 0
} catch (error) {
  process.exitCode = 1
  await prettyPrintError(error)
}
await app.terminate()
process.off('disconnect', leave)
process.disconnect?.()
