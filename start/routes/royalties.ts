/** Months: a subscriber's, an artist's, and the office's close of each. */
import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const { royalties } = controllers
const month = /^[0-9]{4}-(0[1-9]|1[0-2])$/

router
  .group(() => {
    router.get('my-month/:period?', [royalties.MyMonth, 'show']).as('my_month.show')
    router.get('my-statement/:period?', [royalties.MyStatement, 'show']).as('my_statement.show')
    router
      .group(() => {
        router.get('statement.pdf', [royalties.MyMonthExports, 'pdf']).as('my_month.pdf')
        router.get('statement.csv', [royalties.MyMonthExports, 'csv']).as('my_month.csv')
        router.get('statement.json', [royalties.MyMonthExports, 'json']).as('my_month.json')
      })
      .prefix('my-month/:period')
    router
      .group(() => {
        router.get('statement.pdf', [royalties.MyStatementExports, 'pdf']).as('my_statement.pdf')
        router.get('statement.csv', [royalties.MyStatementExports, 'csv']).as('my_statement.csv')
        router.get('statement.json', [royalties.MyStatementExports, 'json']).as('my_statement.json')
      })
      .prefix('my-statement/:period')
    router.get('causes', [royalties.Causes, 'show']).as('causes.show')
    router.post('causes', [royalties.Causes, 'store']).as('causes.store')
  })
  .prefix('/royalties')
  .as('royalties')
  .where('period', month)
  .use(middleware.auth({ guards: ['web'] }))

router
  .group(() => {
    const { office } = royalties
    router.get('periods', [office.Periods, 'index']).as('periods.index')
    router.get('periods.csv', [office.Periods, 'export']).as('periods.export')
    router.get('close', [office.Close, 'index']).as('close.index')
    router.get('close/:period', [office.Close, 'show']).as('close.show')
    router.post('close/:period', [office.Close, 'store']).as('close.store')
    router.get('close/:period/progress', [office.Close, 'progress']).as('close.progress')
    router.get('close/:period/payouts', [office.Payouts, 'index']).as('payouts.index')
    router.post('close/:period/payouts.csv', [office.Payouts, 'export']).as('payouts.export')
    router.post('close/:period/payouts', [office.Payouts, 'store']).as('payouts.store')
  })
  .prefix('/royalties/office')
  .as('royalties.office')
  .where('period', month)
  .use(middleware.staff())

router
  .group(() => {
    const { office } = royalties
    router.get('policies', [office.Policies, 'index']).as('policies.index')
    router.get('policies/new', [office.Policies, 'create']).as('policies.create')
    router.post('policies', [office.Policies, 'store']).as('policies.store')
    router.post('policy-drafts', [office.PolicyDrafts, 'store']).as('policy_drafts.store')
    router
      .delete('policy-drafts/:id', [office.PolicyDrafts, 'destroy'])
      .where('id', router.matchers.uuid())
      .as('policy_drafts.destroy')
    router.get('causes', [office.Causes, 'index']).as('causes.index')
    router.post('causes', [office.Causes, 'store']).as('causes.store')
    router.post('causes/:id/correction', [office.Causes, 'update']).as('causes.update')
    router.post('causes/:id/retirement', [office.CauseStates, 'retire']).as('causes.retire')
    router.delete('causes/:id/retirement', [office.CauseStates, 'restore']).as('causes.restore')
  })
  .prefix('/royalties/office')
  .as('royalties.office')
  .where('id', /^[a-z0-9-]{1,64}$/)
  .use(middleware.staff())
