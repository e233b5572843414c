/** What was published: pages, files, the verifier, the API; and the office's acts on it. */
import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { problemJson } from '#middleware/publication/problem_json'
import { STATEMENTS_ABILITY } from '#services/identity/create_api_token'
import { middleware } from '#start/kernel'

const { publication } = controllers
const month = /^[0-9]{4}-(0[1-9]|1[0-2])$/

router.get('/verify', [publication.Verify, 'show']).as('publication.verify')

router
  .group(() => {
    router.get('', [publication.Months, 'index']).as('months.index')
    router.get('months.csv', [publication.Months, 'export']).as('months.export')
    router.post('rpc', [publication.Rpc, 'call']).as('rpc.call')
    router.route('rpc', ['OPTIONS'], [publication.Rpc, 'options']).as('rpc.options')
    router.get(':period', [publication.Months, 'show']).where('period', month).as('months.show')
    router
      .get(':period/:revision/:kind/:name', [publication.Files, 'show'])
      .where('period', month)
      .where('revision', /^r[1-9][0-9]{0,3}$/)
      .where('kind', /^(public|tree)$/)
      .as('files.show')
  })
  .prefix('/publication')
  .as('publication')

router
  .group(() => {
    const { office } = publication
    router
      .get(':period/:revision/:kind/:name', [publication.Files, 'frozen'])
      .where('revision', /^r[1-9][0-9]{0,3}$/)
      .where('kind', /^(input|output|labels)$/)
      .as('files.frozen')
    router.post(':period/approval', [office.Publications, 'approve']).as('approval.store')
    router.post(':period/publication', [office.Publications, 'publish']).as('publication.store')
    router.post(':period/retry', [office.Publications, 'retry']).as('retry.store')
  })
  .prefix('/publication/office')
  .as('publication.office')
  .where('period', month)
  .use(middleware.staff())

router
  .group(() => {
    const { office } = publication
    router.get('', [office.Mandates, 'index']).as('index')
    router.get('mandates.csv', [office.Mandates, 'export']).as('export')
    router.post('', [office.Mandates, 'store']).as('store')
    router
      .delete(':id', [office.Mandates, 'destroy'])
      .where('id', router.matchers.uuid())
      .as('destroy')
  })
  .prefix('/publication/office/mandates')
  .as('publication.office.mandates')
  .use(middleware.staff())

router
  .group(() => {
    const { api } = publication
    router.get('periods', [api.Periods, 'index']).as('periods.index')
    router.get('periods/:period', [api.Periods, 'show']).as('periods.show')
    router
      .get('me/statements/:period', [api.Statements, 'show'])
      .as('statements.show')
      .use(middleware.auth({ guards: ['web', 'api'], ability: STATEMENTS_ABILITY }))
    /** Last: whatever no line above names, by any method. */
    router.any('*', [api.Unknown, 'handle']).as('unknown')
  })
  .prefix('/api/v1')
  .as('publication.api')
  .use(problemJson)
