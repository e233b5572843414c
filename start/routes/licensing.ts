/** Rights-holders and their shares: the office's register, and a payee's own answers. */
import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const { licensing } = controllers

router
  .group(() => {
    router.get('', [licensing.Mine, 'show']).as('show')
    router
      .group(() => {
        router.post('acceptance', [licensing.Mine, 'accept']).as('accept')
        router.post('refusal', [licensing.Mine, 'refuse']).as('refuse')
      })
      .prefix(':id')
      .where('id', router.matchers.uuid())
  })
  .prefix('/licensing/mine')
  .as('licensing.mine')
  .use(middleware.auth({ guards: ['web'] }))

router
  .group(() => {
    const { office } = licensing
    router.get('', [office.RightsHolders, 'index']).as('index')
    router.post('', [office.RightsHolders, 'store']).as('store')
    router
      .post(':id', [office.RightsHolders, 'update'])
      .where('id', router.matchers.uuid())
      .as('update')
  })
  .prefix('/licensing/office/rights-holders')
  .as('licensing.office.rights_holders')
  .use(middleware.staff())
