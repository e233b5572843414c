import './css/app.css'
import { createApp, type DefineComponent, h } from 'vue'
import { createInertiaApp, router } from '@inertiajs/vue3'
import { TuyauProvider } from '@adonisjs/inertia/vue'
import ui from '@nuxt/ui/vue-plugin'
import { client } from '~/client'
import { resolvePage } from '~/lib/resolve_page'
import { watchConnection } from '~/composables/use_connection'
import { loadLocale } from '~/composables/use_translation'

const pages = import.meta.glob<DefineComponent>('./pages/**/*.vue')

createInertiaApp({
  title: (title) => (title ? `${title} · Peerfy` : 'Peerfy'),
  resolve: (name) => resolvePage(pages, name),
  async setup({ el, App, props, plugin }) {
    await loadLocale(props.initialPage.props.locale)
    router.on('success', (event) => loadLocale(event.detail.page.props.locale))
    watchConnection()
    createApp(() => h(TuyauProvider, { client }, { default: () => h(App, props) }))
      .use(plugin)
      .use(ui)
      .mount(el!)
  },
  progress: { color: '#e8683f' },
})
