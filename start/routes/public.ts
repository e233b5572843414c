/** Pages that belong to no domain: the home page, the language, the office's desk. */
import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

router.get('/', [controllers.Home, 'show']).as('home')
router.post('/locale', [controllers.Locale, 'store']).as('locale')
router.get('/office', [controllers.Office, 'show']).as('office').use(middleware.staff())
router
  .get('/office/invariants', [controllers.Invariants, 'show'])
  .as('invariants.show')
  .use(middleware.staff())
