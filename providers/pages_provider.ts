import ViteProvider from '@adonisjs/vite/vite_provider'

/**
 * The pages' files: made on the fly while developing, built everywhere else. Tests too get what
 * people get, and do not wait for hundreds of modules at each page.
 */
export default class PagesProvider extends ViteProvider {
  async start() {
    if (!this.app.inTest) await super.start()
  }

  async shutdown() {
    if (!this.app.inTest) await super.shutdown()
  }
}
