/** Works: the public catalogue and the office's register of them. */
import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'

const { catalogue } = controllers

router
  .group(() => {
    router.get('', [catalogue.Works, 'index']).as('works.index')
    router.get('works/:slug', [catalogue.Works, 'show']).as('works.show')
    router
      .get('covers/:name', [catalogue.Covers, 'show'])
      .where('name', /^[0-9a-f]{64}\.(svg|png|jpg)$/)
      .as('covers.show')
  })
  .prefix('/catalogue')
  .as('catalogue')
