/** After the meeting: minutes and signatures, what follows from votes, who governs. */
import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const { governance } = controllers

router
  .group(() => {
    router.get('', [governance.Decisions, 'index']).as('decisions.index')
    router
      .get('resolutions/:reference', [governance.Decisions, 'show'])
      .where('reference', /^(AG|CA)[1-9][0-9]{0,6}-R[1-9][0-9]{0,4}$/)
      .as('decisions.show')
  })
  .prefix('/governance')
  .as('governance')

/** Members look back; officers sign. */
router
  .group(() => {
    router.get('mine/past', [governance.Past, 'index']).as('past.index')
    router.get('mine/past/:id/minutes.pdf', [governance.Past, 'minutes']).as('past.minutes')
    router
      .group(() => {
        router.get('', [governance.MinutesSignatures, 'show']).as('show')
        router.get('draft.pdf', [governance.MinutesSignatures, 'pdf']).as('pdf')
        router.post('code', [governance.MinutesSignatures, 'code']).as('code')
        router.post('', [governance.MinutesSignatures, 'store']).as('store')
      })
      .prefix('minutes/:id/signature')
      .as('minutes_signatures')
  })
  .prefix('/governance')
  .as('governance')
  .where('id', router.matchers.uuid())
  .use(middleware.auth({ guards: ['web'] }))

router
  .group(() => {
    const { office } = governance
    router.get('minutes', [office.Minutes, 'index']).as('minutes.index')
    router
      .group(() => {
        router.get('minutes', [office.Minutes, 'show']).as('show')
        router.post('minutes', [office.Minutes, 'store']).as('store')
        router.get('minutes.pdf', [office.Minutes, 'pdf']).as('pdf')
        router.get('minutes.json', [office.Minutes, 'json']).as('json')
        router.get('attendance.pdf', [office.Minutes, 'attendance']).as('attendance')
        router
          .get('extracts/:number', [office.Minutes, 'extract'])
          .where('number', router.matchers.number())
          .as('extract')
      })
      .prefix('assemblies/:id')
      .as('minutes')
    router
      .group(() => {
        router.post('publication', [office.ResolutionRecords, 'publish']).as('publish')
        router.delete('publication', [office.ResolutionRecords, 'unpublish']).as('unpublish')
        router.post('effect', [office.ResolutionRecords, 'retry']).as('retry')
        router.get('contests', [office.ResolutionRecords, 'contests']).as('contests')
        router.post('contests', [office.ResolutionRecords, 'contest']).as('contest')
        router.get('contests.zip', [office.ResolutionRecords, 'export']).as('export')
      })
      .prefix('resolutions/:id')
      .as('resolution_records')
    router.get('mandates', [office.Mandates, 'index']).as('mandates.index')
    router.post('mandates', [office.Mandates, 'store']).as('mandates.store')
    router.post('mandates/:id/end', [office.Mandates, 'end']).as('mandates.end')
  })
  .prefix('/governance/office')
  .as('governance.office')
  .where('id', router.matchers.uuid())
  .use(middleware.staff())
