/** Works: the public catalogue and the office's register of them. */
import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

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

router
  .group(() => {
    const { office } = catalogue
    router.get('works', [office.Works, 'index']).as('works.index')
    router
      .group(() => {
        router.get('', [office.Works, 'show']).as('works.show')
        router.get('file', [office.Works, 'file']).as('works.file')
        router.post('state', [office.WorkMoves, 'store']).as('works.move')
      })
      .prefix('works/:id')
      .where('id', router.matchers.uuid())
  })
  .prefix('/catalogue/office')
  .as('catalogue.office')
  .use(middleware.staff())
