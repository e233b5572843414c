/** Pages that belong to no domain: the home page and the health of the house. */
import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

router.get('/', [controllers.Home, 'show']).as('home')
router.post('/locale', [controllers.Locale, 'store']).as('locale')
router.get('/health', [controllers.Health, 'show']).as('health')
router.get('/office', [controllers.Office, 'show']).as('office').use(middleware.staff())
router
  .get('/office/invariants', [controllers.Invariants, 'show'])
  .as('invariants.show')
  .use(middleware.staff())
