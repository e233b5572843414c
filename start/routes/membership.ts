/** Becoming a member, being one, and the office's view of both. */
import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const { membership } = controllers

/** Becoming a member: open to people without an account, too. */
router
  .group(() => {
    router.get('join', [membership.Join, 'show']).as('join.show')
    router.post('join', [membership.Join, 'store']).as('join.store')
    router
      .get('applications/follow/:token', [membership.Applications, 'follow'])
      .where('token', /^[\w-]{43}$/)
      .as('applications.follow')
    router
      .group(() => {
        router.get('', [membership.Applications, 'show']).as('applications.show')
        router
          .get('bulletin.pdf', [membership.Applications, 'bulletin'])
          .as('applications.bulletin')
        router.post('withdrawal', [membership.Applications, 'withdraw']).as('applications.withdraw')
        router.get('signature', [membership.Signatures, 'show']).as('signatures.show')
        router.post('signature', [membership.Signatures, 'store']).as('signatures.store')
        router.post('code', [membership.Signatures, 'resend']).as('signatures.resend')
        router.post('documents', [membership.ApplicationDocuments, 'store']).as('documents.store')
        router
          .get('documents/:documentId', [membership.ApplicationDocuments, 'show'])
          .where('documentId', router.matchers.uuid())
          .as('documents.show')
        router
          .delete('documents/:documentId', [membership.ApplicationDocuments, 'destroy'])
          .where('documentId', router.matchers.uuid())
          .as('documents.destroy')
      })
      .prefix('applications/:id')
      .where('id', router.matchers.uuid())
  })
  .prefix('/membership')
  .as('membership')

/** The office: applications. */
router
  .group(() => {
    const { office } = membership
    router.get('applications', [office.Applications, 'index']).as('applications.index')
    router.get('applications.csv', [office.Applications, 'export']).as('applications.export')
    router.post('applications/form', [office.JoinForms, 'store']).as('join_form.store')
    router
      .group(() => {
        router.get('', [office.Applications, 'show']).as('applications.show')
        router.get('bulletin.pdf', [office.Applications, 'bulletin']).as('applications.bulletin')
        router.post('admission', [office.Decisions, 'admit']).as('applications.admit')
        router.post('refusal', [office.Decisions, 'refuse']).as('applications.refuse')
        router.post('documents', [office.ApplicationDocuments, 'store']).as('documents.store')
        router
          .get('documents/:documentId', [office.ApplicationDocuments, 'show'])
          .where('documentId', router.matchers.uuid())
          .as('documents.show')
      })
      .prefix('applications/:id')
      .where('id', router.matchers.uuid())
  })
  .prefix('/membership/office')
  .as('membership.office')
  .use(middleware.staff())
