import app from '@adonisjs/core/services/app'
import { configProvider } from '@adonisjs/core'
import { defineConfig, formatters, loaders } from '@adonisjs/i18n'
import type { FormatterFactory, LoaderFactory } from '@adonisjs/i18n/types'
import { frenchElision } from '../inertia/lib/french_elision.js'
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

/** ICU, with « d’octobre » and « de mars » each as it is said. */
const icu = configProvider.create<FormatterFactory>(async (application) => {
  const plain = await formatters.icu().resolver(application)
  return (config) => {
    const inner = plain(config)
    return {
      name: inner.name,
      format: (text, locale, data) =>
        inner.format(locale === 'fr' ? frenchElision(text, data) : text, locale, data),
    }
  }
})

const i18nConfig = defineConfig({
  defaultLocale: 'fr',
  supportedLocales: ['fr', 'en'],
  fallbackLocales: { en: 'fr' },
  formatter: icu,
  loaders: [texts],
})

export default i18nConfig
