import { defineConfig } from '@adonisjs/shield'

const shieldConfig = defineConfig({
  /** No request leaves the site: everything we show, we serve (design section 10). */
  csp: {
    enabled: true,
    directives: {
      defaultSrc: [`'self'`],
      scriptSrc: [`'self'`, '@nonce'],
      styleSrc: [`'self'`, `'unsafe-inline'`],
      imgSrc: [`'self'`, 'data:', 'blob:'],
      mediaSrc: [`'self'`, 'blob:'],
      fontSrc: [`'self'`, 'data:'],
      connectSrc: [`'self'`],
      objectSrc: [`'none'`],
      baseUri: [`'self'`],
      formAction: [`'self'`],
      frameAncestors: [`'none'`],
    },
    reportOnly: false,
  },

  /** Inertia forms send the token back from the XSRF cookie. */
  csrf: {
    enabled: true,
    /**
     * Reading the chain changes nothing, and verify pages from elsewhere may use it. An address of
     * the API that does not exist does nothing either, and says so to scripts.
     */
    exceptRoutes: ['/publication/rpc', '/api/v1/*'],
    enableXsrfCookie: true,
    methods: ['POST', 'PUT', 'PATCH', 'DELETE'],
  },

  xFrame: { enabled: true, action: 'DENY' },
  hsts: { enabled: true, maxAge: '180 days' },
  contentTypeSniffing: { enabled: true },
})

export default shieldConfig
