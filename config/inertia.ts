import app from '@adonisjs/core/services/app'
import { defineConfig } from '@adonisjs/inertia'

const inertiaConfig = defineConfig({
  ssr: { enabled: false, entrypoint: 'inertia/ssr.ts' },
  // The tests' client says which pages it knows, and cannot read it from what was built.
  ...(app.inTest && { assetsVersion: '1' }),
})

export default inertiaConfig
