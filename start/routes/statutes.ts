/** The statutes as everybody reads them, and the office's versions and drafts. */
import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const { statutes } = controllers

router
  .group(() => {
    router.get('/', [statutes.Statutes, 'show']).as('show')
    router.get('versions/:version', [statutes.Statutes, 'show']).as('version')
    router.get('versions/:version/statutes.pdf', [statutes.Statutes, 'pdf']).as('pdf')
  })
  .prefix('/statutes')
  .as('statutes')
  .where('version', /^[1-9][0-9]{0,5}$/)

router
  .group(() => {
    const { office } = statutes
    router.get('profiles', [office.Profiles, 'index']).as('profiles.index')
    router.post('profiles', [office.Profiles, 'store']).as('profiles.store')
    router.get('profiles/:id', [office.Profiles, 'show']).as('profiles.show')
    router.get('profiles/:id/edit', [office.Profiles, 'edit']).as('profiles.edit')
    router.get('profiles/:id/statutes.pdf', [office.Papers, 'show']).as('profiles.pdf')
    router.get('profiles/:id/changes.pdf', [office.Papers, 'changes']).as('profiles.changes')
    router.put('profiles/:id', [office.Profiles, 'update']).as('profiles.update')
    router.delete('profiles/:id', [office.Profiles, 'destroy']).as('profiles.destroy')
    router.post('profiles/:id/findings', [office.Findings, 'store']).as('findings.store')
    router.post('profiles/:id/adoption', [office.Adoptions, 'store']).as('adoptions.store')
  })
  .prefix('/statutes/office')
  .as('statutes.office')
  .where('id', router.matchers.uuid())
  .use(middleware.staff())
