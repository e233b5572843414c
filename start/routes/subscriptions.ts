/** Subscriptions and payments: a person's own, and the office's registers. */
import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const { subscriptions } = controllers

router
  .group(() => {
    router.get('', [subscriptions.Mine, 'show']).as('show')
    router.post('', [subscriptions.Mine, 'store']).as('store')
    router.delete('', [subscriptions.Mine, 'destroy']).as('destroy')
  })
  .prefix('/subscriptions/mine')
  .as('subscriptions.mine')
  .use(middleware.auth({ guards: ['web'] }))
