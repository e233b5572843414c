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
    router.get('works.csv', [office.Works, 'export']).as('works.export')
    router.post('works', [office.Works, 'store']).as('works.store')
    router.get('artists', [office.Artists, 'index']).as('artists.index')
    router.post('artists', [office.Artists, 'store']).as('artists.store')
    router
      .post('artists/:id', [office.Artists, 'update'])
      .where('id', router.matchers.uuid())
      .as('artists.update')
    router
      .group(() => {
        router.get('', [office.Works, 'show']).as('works.show')
        router.post('', [office.Drafts, 'update']).as('drafts.update')
        router.get('file', [office.Works, 'file']).as('works.file')
        router.post('file', [office.WorkFiles, 'store']).as('works.attach')
        router.delete('file', [office.WorkFiles, 'destroy']).as('works.detach')
        router.post('file/replacement', [office.WorkFiles, 'update']).as('works.replace')
        router.post('licences', [office.WorkLicences, 'store']).as('licences.store')
        router
          .get('licences/:licenceId/paper', [office.WorkLicences, 'paper'])
          .where('licenceId', router.matchers.uuid())
          .as('licences.paper')
        router.post('split-sheets', [office.WorkSplits, 'store']).as('splits.store')
        router.post('state', [office.WorkMoves, 'store']).as('works.move')
      })
      .prefix('works/:id')
      .where('id', router.matchers.uuid())
  })
  .prefix('/catalogue/office')
  .as('catalogue.office')
  .use(middleware.staff())
