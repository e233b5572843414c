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

/** A member's own record. */
router
  .group(() => {
    router.get('mine', [membership.Mine, 'show']).as('mine.show')
    router.put('mine', [membership.Mine, 'update']).as('mine.update')
    router.post('mine/consents', [membership.Mine, 'consent']).as('mine.consent')
    router.post('mine/claim', [membership.Mine, 'claim']).as('mine.claim')
  })
  .prefix('/membership')
  .as('membership')
  .use(middleware.auth({ guards: ['web'] }))

/** The office: members, how they leave, what the law asks. */
router
  .group(() => {
    const { office } = membership
    const uuid = router.matchers.uuid()
    router.get('alerts', [office.Alerts, 'index']).as('alerts.index')
    router.post('alerts/employees', [office.Alerts, 'employees']).as('alerts.employees')
    router.get('members', [office.Members, 'index']).as('members.index')
    router.get('members.csv', [office.Members, 'csv']).as('members.csv')
    router.get('members.json', [office.Members, 'json']).as('members.json')
    router.get('members.pdf', [office.Members, 'pdf']).as('members.pdf')
    router
      .group(() => {
        router.get('', [office.Members, 'show']).as('members.show')
        router.post('details', [office.MemberDetails, 'update']).as('members.details')
        router.post('account', [office.MemberDetails, 'link']).as('members.account')
        router.post('homonym', [office.MemberDetails, 'homonym']).as('members.homonym')
        router.post('erasure', [office.MemberDetails, 'erase']).as('members.erasure')
        router.post('consents', [office.MemberCategories, 'consent']).as('members.consents')
        router.post('categories', [office.MemberCategories, 'store']).as('members.categories')
        router
          .post('categories/:categoryId/end', [office.MemberCategories, 'end'])
          .where('categoryId', uuid)
          .as('members.categories.end')
        router.post('exits', [office.MemberExits, 'store']).as('members.exits')
        router.post('exclusions', [office.Exclusions, 'store']).as('members.exclusions')
      })
      .prefix('members/:id')
      .where('id', uuid)
    router
      .post('exits/:id/cancellation', [office.MemberExits, 'cancel'])
      .where('id', uuid)
      .as('exits.cancel')
    router
      .group(() => {
        router.post('notice', [office.Exclusions, 'notify']).as('exclusions.notify')
        router.post('hearing', [office.Exclusions, 'hear']).as('exclusions.hear')
        router.post('vote', [office.Exclusions, 'conclude']).as('exclusions.conclude')
        router.post('end', [office.Exclusions, 'drop']).as('exclusions.drop')
      })
      .prefix('exclusions/:id')
      .where('id', uuid)
  })
  .prefix('/membership/office')
  .as('membership.office')
  .use(middleware.staff())
