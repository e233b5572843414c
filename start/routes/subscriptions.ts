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

router
  .group(() => {
    const { office } = subscriptions
    router.get('payments', [office.Payments, 'index']).as('payments.index')
    router.post('payments', [office.Payments, 'store']).as('payments.store')
    router.get('payments.csv', [office.Payments, 'export']).as('payments.export')
    router
      .group(() => {
        router.post('settlement', [office.PaymentSteps, 'settle']).as('payments.settle')
        router.post('reversal', [office.PaymentSteps, 'reverse']).as('payments.reverse')
      })
      .prefix('payments/:id')
      .where('id', router.matchers.uuid())
    router.get('subscribers', [office.Subscribers, 'index']).as('subscribers.index')
    router.get('subscribers.csv', [office.Subscribers, 'export']).as('subscribers.export')
  })
  .prefix('/subscriptions/office')
  .as('subscriptions.office')
  .use(middleware.staff())
