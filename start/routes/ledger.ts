/** The accounts, read-only: what happens elsewhere writes them. */
import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const { Ledger } = controllers

router
  .group(() => {
    router.get('', [Ledger, 'balance']).as('balance')
    router.get('balance.csv', [Ledger, 'balanceCsv']).as('balance.csv')
    router.get('fec.txt', [Ledger, 'fec']).as('fec')
    router
      .get('accounts/:code', [Ledger, 'account'])
      .as('account')
      .where('code', /^\d{3,8}$/)
    router
      .get('accounts/:code/lines.csv', [Ledger, 'accountCsv'])
      .as('account.csv')
      .where('code', /^\d{3,8}$/)
    router.get('entries/:id', [Ledger, 'entry']).as('entry').where('id', router.matchers.uuid())
  })
  .prefix('/ledger/office')
  .as('ledger.office')
  .use(middleware.staff())
