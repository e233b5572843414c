/** What a person takes along; the tracker and the webseed themselves stand before the framework. */
import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'

const { tracker } = controllers

router
  .group(() => {
    router.get('works/:slug/torrent', [tracker.Torrents, 'show']).as('torrents.show')
  })
  .prefix('/tracker')
  .as('tracker')
