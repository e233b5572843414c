import { defineConfig } from 'vite'
import vue from '@vitejs/plugin-vue'
import ui from '@nuxt/ui/vite'
import adonisjs from '@adonisjs/vite/client'

export default defineConfig({
  plugins: [
    vue(),
    ui({
      router: 'inertia',
      colorMode: true,
      /** Only the icons that our own files name, inside the bundle: none is asked of a server. */
      icon: { clientBundle: { scan: { globInclude: ['inertia/**/*.{vue,ts}'] } } },
      ui: {
        /** A title of two lines leaves the cross its room. */
        modal: { slots: { title: 'pe-8' } },
        colors: {
          primary: 'ink',
          neutral: 'paper',
          success: 'leaf',
          warning: 'amber',
          error: 'brick',
          info: 'sea',
          secondary: 'coral',
        },
      },
    }),
    adonisjs({ entryPoints: ['inertia/app.ts'], reload: ['resources/views/**/*.edge'] }),
  ],
  resolve: {
    alias: {
      '~/': `${import.meta.dirname}/inertia/`,
      '@generated': `${import.meta.dirname}/.adonisjs/client/`,
      '@lang': `${import.meta.dirname}/resources/lang/`,
    },
  },
  build: { chunkSizeWarningLimit: 700 },
})
