/** Electorate, proxies, presence, ballots: the acts of members and of the bureau. */
import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const { governance } = controllers

/** Members. */
router
  .group(() => {
    router.post('votes/:id', [governance.Ballots, 'store']).as('ballots.store')
    router.get(':id/proxies', [governance.Proxies, 'show']).as('proxies.show')
    router.post(':id/proxies', [governance.Proxies, 'store']).as('proxies.store')
    router.post('proxies/:id/answer', [governance.Proxies, 'answer']).as('proxies.answer')
    router.delete('proxies/:id', [governance.Proxies, 'destroy']).as('proxies.destroy')
    router.post(':id/presence', [governance.Presence, 'store']).as('presence.store')
    router.delete(':id/presence', [governance.Presence, 'destroy']).as('presence.destroy')
  })
  .prefix('/governance/mine')
  .as('governance')
  .where('id', router.matchers.uuid())
  .use(middleware.auth({ guards: ['web'] }))

/** The bureau and the desk at the door. */
router
  .group(() => {
    const { office } = governance
    router
      .group(() => {
        router.post('bureau', [office.Sittings, 'bureau']).as('sittings.bureau')
        router.post('opening', [office.Sittings, 'open']).as('sittings.open')
        router.post('closing', [office.Sittings, 'close']).as('sittings.close')
        router.post('revocations', [office.Sittings, 'revoke']).as('sittings.revoke')
        router.post('attendances', [office.Attendances, 'store']).as('attendances.store')
        router
          .delete('attendances/:memberId', [office.Attendances, 'destroy'])
          .where('memberId', router.matchers.uuid())
          .as('attendances.destroy')
        router.get('electors', [office.People, 'electors']).as('people.electors')
        router.get('secretaries', [office.People, 'secretaries']).as('people.secretaries')
        router.get('proxies', [office.PaperProxies, 'index']).as('proxies.index')
        router.post('proxies', [office.PaperProxies, 'store']).as('proxies.store')
      })
      .prefix('assemblies/:id')
    router.get('members', [office.People, 'members']).as('people.members')
    router.get('proxies/:id/scan', [office.PaperProxies, 'scan']).as('proxies.scan')
    router.delete('proxies/:id', [office.PaperProxies, 'destroy']).as('proxies.destroy')
    router.post('resolutions/:id/opening', [office.Votes, 'open']).as('votes.open')
    router.post('resolutions/:id/withdrawal', [office.Votes, 'withdraw']).as('votes.withdraw')
    router.post('resolutions/:id/closing', [office.Votes, 'close']).as('votes.close')
    router.post('resolutions/:id/ballots', [office.Votes, 'record']).as('votes.record')
  })
  .prefix('/governance/office')
  .as('governance.office')
  .where('id', router.matchers.uuid())
  .use(middleware.staff())
