/** A meeting before it opens: its file in the office, its papers for members, its notice. */
import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const { governance } = controllers
const uuid = router.matchers.uuid()

/** Members. */
router
  .group(() => {
    router.get('', [governance.MyAssembly, 'show']).as('show')
    router
      .group(() => {
        router.get('papers', [governance.MyAssembly, 'meeting']).as('meeting')
        router.get('assembly.ics', [governance.MyAssembly, 'calendar']).as('calendar')
        router.get('documents/:documentId', [governance.MyAssembly, 'document']).as('document')
        router.post('items', [governance.MyWords, 'item']).as('items.store')
        router.post('questions', [governance.MyWords, 'question']).as('questions.store')
        router
          .group(() => {
            router.post('amendments', [governance.MyWords, 'amend']).as('amendments.store')
            router
              .delete('amendments/:amendmentId', [governance.MyWords, 'withdraw'])
              .as('amendments.destroy')
            router.post('comments', [governance.MyWords, 'comment']).as('comments.store')
          })
          .prefix('resolutions/:resolutionId')
      })
      .prefix(':id')
  })
  .prefix('/governance/mine')
  .as('governance.mine')
  .where('id', uuid)
  .where('documentId', uuid)
  .where('resolutionId', uuid)
  .where('amendmentId', uuid)
  .use(middleware.auth({ guards: ['web'] }))

/** The link of a notice: whoever holds it reads. */
router
  .group(() => {
    const { Invitations } = governance
    router.get('', [Invitations, 'show']).as('show')
    router.get('assembly.ics', [Invitations, 'calendar']).as('calendar')
    router.get('documents/:documentId', [Invitations, 'document']).as('document')
  })
  .prefix('/governance/invitations/:token')
  .as('governance.invitations')
  .where('token', /^[A-Za-z0-9_-]{43}$/)
  .where('documentId', uuid)

/** The office. */
router
  .group(() => {
    const { office } = governance
    router.get('', [office.Assemblies, 'index']).as('index')
    router.post('', [office.Assemblies, 'store']).as('store')
    router
      .group(() => {
        router.get('', [office.Assemblies, 'show']).as('show')
        router.post('facts', [office.Assemblies, 'update']).as('update')
        router.post('items', [office.AgendaItems, 'store']).as('items.store')
        router.post('items/requests', [office.AgendaItems, 'request']).as('items.request')
        router.post('items/:itemId', [office.AgendaItems, 'update']).as('items.update')
        router.post('items/:itemId/place', [office.AgendaItems, 'move']).as('items.move')
        router.delete('items/:itemId', [office.AgendaItems, 'destroy']).as('items.destroy')
        router.post('resolutions', [office.Resolutions, 'store']).as('resolutions.store')
        router
          .group(() => {
            router.post('', [office.Resolutions, 'update']).as('resolutions.update')
            router.delete('', [office.Resolutions, 'destroy']).as('resolutions.destroy')
            router.post('candidates', [office.Candidates, 'store']).as('candidates.store')
            router
              .delete('candidates/:candidateId', [office.Candidates, 'destroy'])
              .as('candidates.destroy')
            router
              .post('amendments/:amendmentId', [office.Discussions, 'amendment'])
              .as('amendments.update')
            router
              .post('comments/:commentId/removal', [office.Discussions, 'comment'])
              .as('comments.destroy')
          })
          .prefix('resolutions/:resolutionId')
        router
          .post('questions/:questionId', [office.Discussions, 'question'])
          .as('questions.update')
        router.post('documents', [office.AssemblyDocuments, 'store']).as('documents.store')
        router.get('documents/:documentId', [office.AssemblyDocuments, 'show']).as('documents.show')
        router
          .delete('documents/:documentId', [office.AssemblyDocuments, 'destroy'])
          .as('documents.destroy')
        router.get('notices', [office.Notices, 'index']).as('notices.index')
        router.post('notices', [office.Notices, 'store']).as('notices.store')
        router.get('notices.csv', [office.Notices, 'csv']).as('notices.csv')
        router.get('notices/letters.pdf', [office.Notices, 'letters']).as('notices.letters')
        router.post('notices/posting', [office.Notices, 'posting']).as('notices.posting')
        router.post('cancellation', [office.ChangesOfPlan, 'cancel']).as('cancel')
        router.post('postponement', [office.ChangesOfPlan, 'postpone']).as('postpone')
        router.post('second-call', [office.ChangesOfPlan, 'callAgain']).as('call_again')
      })
      .prefix(':id')
  })
  .prefix('/governance/office/assemblies')
  .as('governance.office.assemblies')
  .where('id', uuid)
  .where('itemId', uuid)
  .where('resolutionId', uuid)
  .where('candidateId', uuid)
  .where('amendmentId', uuid)
  .where('commentId', uuid)
  .where('questionId', uuid)
  .where('documentId', uuid)
  .use(middleware.staff())

router
  .post('/governance/office/notices/:id/return', [governance.office.Notices, 'returned'])
  .as('governance.office.notices.returned')
  .where('id', uuid)
  .use(middleware.staff())
