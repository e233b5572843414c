import app from '@adonisjs/core/services/app'
import { configProvider } from '@adonisjs/core'
import { defineConfig, formatters, loaders } from '@adonisjs/i18n'
import type { LoaderFactory } from '@adonisjs/i18n/types'
import { frenchSpaces } from '../inertia/lib/french_spaces.js'

/** The files, their French written as a printer would: for mails, papers and answers as in pages. */
const texts = configProvider.create<LoaderFactory>(async (application) => {
  const files = await loaders.fs({ location: app.languageFilesPath() }).resolver(application)
  return (config) => ({
    async load() {
      const { fr = {}, ...others } = await files(config).load()
      const written = Object.entries(fr).map(([key, text]) => [key, frenchSpaces(text)])
      return { ...others, fr: Object.fromEntries(written) }
    },
  })
})

const i18nConfig = defineConfig({
  defaultLocale: 'fr',
  supportedLocales: ['fr', 'en'],
  fallbackLocales: { en: 'fr' },
  formatter: formatters.icu(),
  loaders: [texts],
})

export default i18nConfig
