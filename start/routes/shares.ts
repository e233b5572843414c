/** Shares: a member's own, the co-operative for everybody, the office's registers. */
import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const { shares } = controllers

router.get('/shares/cooperative', [shares.Cooperative, 'show']).as('shares.cooperative.show')

router
  .group(() => {
    router.get('mine', [shares.Mine, 'show']).as('mine.show')
    router.get('mine/certificate.pdf', [shares.Mine, 'certificate']).as('mine.certificate')
    router
      .get('mine/bulletins/:id/bulletin.pdf', [shares.Mine, 'bulletin'])
      .where('id', router.matchers.uuid())
      .as('mine.bulletin')
    router.post('mine/subscriptions', [shares.MoreShares, 'store']).as('more_shares.store')
    router.post('mine/subscriptions/signature', [shares.MoreShares, 'sign']).as('more_shares.sign')
    router.delete('mine/subscriptions', [shares.MoreShares, 'destroy']).as('more_shares.destroy')
    router.post('mine/transfers', [shares.MyTransfers, 'store']).as('my_transfers.store')
    router.post('mine/transfers/signature', [shares.MyTransfers, 'sign']).as('my_transfers.sign')
    router.delete('mine/transfers', [shares.MyTransfers, 'leave']).as('my_transfers.leave')
    router
      .group(() => {
        const answers = shares.MyTransferAnswers
        router.delete('', [shares.MyTransfers, 'destroy']).as('my_transfers.destroy')
        router.post('acceptance', [answers, 'accept']).as('my_transfers.accept')
        router.post('acceptance/signature', [answers, 'sign']).as('my_transfers.sign_acceptance')
        router.delete('acceptance', [answers, 'leave']).as('my_transfers.leave_acceptance')
        router.post('decline', [answers, 'decline']).as('my_transfers.decline')
        router.get('order.pdf', [answers, 'order']).as('my_transfers.order')
      })
      .prefix('mine/transfers/:id')
      .where('id', router.matchers.uuid())
    router.get('mine/exit', [shares.MyExit, 'show']).as('my_exit.show')
    router.post('mine/exit', [shares.MyExit, 'store']).as('my_exit.store')
    router.delete('mine/exit', [shares.MyExit, 'destroy']).as('my_exit.destroy')
  })
  .prefix('/shares')
  .as('shares')
  .use(middleware.auth({ guards: ['web'] }))

/** The office reads: registers, boards, files. */
router
  .group(() => {
    const { office } = shares
    router.get('register', [office.Register, 'index']).as('register.index')
    router.get('register.csv', [office.Register, 'csv']).as('register.csv')
    router.get('register.json', [office.Register, 'json']).as('register.json')
    router.get('register.pdf', [office.Register, 'pdf']).as('register.pdf')
    router.get('movements', [office.MovementRegister, 'index']).as('movements.index')
    router.get('movements.csv', [office.MovementRegister, 'csv']).as('movements.csv')
    router.get('movements.json', [office.MovementRegister, 'json']).as('movements.json')
    router.get('movements.pdf', [office.MovementRegister, 'pdf']).as('movements.pdf')
    router.get('fec.txt', [office.MovementRegister, 'fec']).as('movements.fec')
    router.get('payments', [office.SubscriptionRegister, 'index']).as('payments.index')
    router.get('capital', [office.Boards, 'capital']).as('capital.show')
    router.get('calls', [office.Boards, 'calls']).as('calls.index')
    router.get('transfers', [office.Boards, 'transfers']).as('transfers.index')
    router
      .get('transfers/:id/order.pdf', [office.TransferPapers, 'order'])
      .where('id', router.matchers.uuid())
      .as('transfers.order')
    router
      .get('transfers/:id/papers/:paperId', [office.TransferPapers, 'scan'])
      .where('id', router.matchers.uuid())
      .where('paperId', router.matchers.uuid())
      .as('transfers.scan')
    router.get('exits', [office.Boards, 'exits']).as('exits.index')
  })
  .prefix('/shares/office')
  .as('shares.office')
  .use(middleware.staff())

/** The office takes a register over. */
router
  .group(() => {
    const { office } = shares
    router.get('', [office.Imports, 'index']).as('index')
    router.post('', [office.Imports, 'store']).as('store')
    router.get('sample.csv', [office.Imports, 'sample']).as('sample')
    router
      .group(() => {
        router.get('', [office.Imports, 'show']).as('show')
        router.post('mapping', [office.Imports, 'update']).as('update')
        router.post('application', [office.Imports, 'apply']).as('apply')
        router.delete('', [office.Imports, 'destroy']).as('destroy')
      })
      .prefix(':id')
      .where('id', router.matchers.uuid())
  })
  .prefix('/shares/office/import')
  .as('shares.office.imports')
  .use(middleware.staff())

/** The office writes: money, calls, transfers, repayments, corrections. */
router
  .group(() => {
    const { office } = shares
    router
      .group(() => {
        router.post('payments', [office.ShareMoney, 'receive']).as('payments.receive')
        router.post('refunds', [office.ShareMoney, 'refund']).as('payments.refund')
        router.post('cancellation', [office.ShareMoney, 'cancel']).as('subscriptions.cancel')
        router.post('registration', [office.Calls, 'register']).as('subscriptions.register')
        router.post('calls', [office.Calls, 'store']).as('calls.store')
      })
      .prefix('subscriptions/:id')
    router.post('calls/:id/cancellation', [office.Calls, 'destroy']).as('calls.destroy')
    router.post('transfers', [office.TransferSteps, 'store']).as('transfers.store')
    router
      .group(() => {
        router.post('registration', [office.TransferSteps, 'register']).as('transfers.register')
        router.post('refusal', [office.TransferSteps, 'refuse']).as('transfers.refuse')
        router.post('acceptance', [office.TransferPapers, 'accept']).as('transfers.accept')
        router.post('decline', [office.TransferPapers, 'decline']).as('transfers.decline')
        router.post('withdrawal', [office.TransferPapers, 'withdraw']).as('transfers.withdraw')
      })
      .prefix('transfers/:id')
    router
      .group(() => {
        router.post('payment', [office.Claims, 'pay']).as('claims.pay')
        router.post('payee', [office.Claims, 'payee']).as('claims.payee')
        router.post('early', [office.Claims, 'allowEarly']).as('claims.allow_early')
        router.post('claw-back', [office.Claims, 'clawBack']).as('claims.claw_back')
        router.post('recoveries', [office.Claims, 'recover']).as('claims.recover')
      })
      .prefix('claims/:id')
  })
  .prefix('/shares/office')
  .as('shares.office')
  .where('id', router.matchers.uuid())
  .use(middleware.staff())

router
  .post('/shares/office/movements/:number/correction', [shares.office.Corrections, 'store'])
  .as('shares.office.movements.correct')
  .where('number', /^[1-9][0-9]{0,17}$/)
  .use(middleware.staff())
