/*
|--------------------------------------------------------------------------
| HTTP server entrypoint
|--------------------------------------------------------------------------
|
| The "server.ts" file is the entrypoint for starting the AdonisJS HTTP
| server. Either you can run this file directly or use the "serve"
| command to run this file and monitor file changes
|
*/

await import('reflect-metadata')
const { createServer } = await import('node:http')
const { Ignitor, prettyPrintError } = await import('@adonisjs/core')

/**
 * URL to the application root. AdonisJS need it to resolve
 * paths to file and directories for scaffolding commands
 */
const APP_ROOT = new URL('../', import.meta.url)

/**
 * The importer is used to import files in context of the
 * application.
 */
const IMPORTER = (filePath: string) => {
  if (filePath.startsWith('./') || filePath.startsWith('../')) {
    return import(new URL(filePath, APP_ROOT).href)
  }
  return import(filePath)
}

/**
 * An idle connection lives longer here than at the proxy in front (nginx keeps one for 60 seconds):
 * whoever closes first breaks what the other is just sending.
 */
const KEEP_ALIVE_MS = 65_000

new Ignitor(APP_ROOT, { importer: IMPORTER })
  .tap((app) => {
    app.booting(async () => {
      await import('#start/env')
    })
    // Before it is ready there is nothing to finish, and what it opens later would keep it alive.
    app.listen('SIGTERM', () => (app.isReady ? app.terminate() : process.exit(143)))
    app.listenIf(app.managedByPm2, 'SIGINT', () => app.terminate())
    // The supervisor's death must not leave a server behind.
    process.on('disconnect', () => app.terminate())
    // Listening must not keep a process alive that was told to stop.
    process.channel?.unref()
  })
  .httpServer()
  .start((handler) => createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, handler))
  .catch((error) => {
    process.exitCode = 1
    prettyPrintError(error)
  })
