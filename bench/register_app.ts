import { Ignitor } from '@adonisjs/core'

const ROOT = new URL('../', import.meta.url)

/** The application without a server, as a command has it: database, models, services. */
export async function bootedApp() {
  const ignitor = new Ignitor(ROOT, {
    importer: (path) => (path.startsWith('.') ? import(new URL(path, ROOT).href) : import(path)),
  })
  const app = ignitor
    .tap((started) =>
      started.booting(async () => {
        await import('#start/env')
      })
    )
    .createApp('console')
  await app.init()
  await app.boot()
  return app
}
