/** What a person takes along; the tracker and the webseed themselves stand before the framework. */
import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const { tracker } = controllers

router
  .group(() => {
    router.get('works/:slug/torrent', [tracker.Torrents, 'show']).as('torrents.show')
    router
      .group(() => {
        router.get('', [tracker.Mine, 'show']).as('show')
        router.delete(':id', [tracker.Mine, 'destroy']).as('destroy')
      })
      .prefix('/mine')
      .as('mine')
      .use(middleware.auth({ guards: ['web'] }))
    router
      .post('office/subscribers/:id/revocation', [tracker.office.Tokens, 'destroy'])
      .where('id', router.matchers.uuid())
      .as('office.tokens.destroy')
      .use(middleware.staff())
  })
  .prefix('/tracker')
  .as('tracker')
