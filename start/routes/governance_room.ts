/** The screens of a running meeting: members' telephones, the chair, the door, the wall. */
import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const { governance } = controllers
const uuid = router.matchers.uuid()

/** Members. */
router
  .group(() => {
    router.get('', [governance.MyMeeting, 'show']).as('show')
    router.get('live', [governance.MyMeeting, 'live']).as('live')
    router.post('speakers', [governance.MyMeeting, 'ask']).as('speakers.store')
    router.delete('speakers', [governance.MyMeeting, 'stop']).as('speakers.destroy')
  })
  .prefix('/governance/mine/:id')
  .as('governance.meeting')
  .where('id', uuid)
  .use(middleware.auth({ guards: ['web'] }))

/** The bureau. */
router
  .group(() => {
    const { office } = governance
    router.get('chair', [office.Meetings, 'chair']).as('chair')
    router.get('check-in', [office.Meetings, 'checkIn']).as('check_in')
    router.get('desk/:memberId', [office.Meetings, 'desk']).as('desk')
    router.get('screen', [office.Meetings, 'screen']).as('screen')
    router.get('live', [office.Meetings, 'live']).as('live')
    router.post('speakers/:memberId', [office.Speakers, 'store']).as('speakers.store')
    router.delete('speakers/:memberId', [office.Speakers, 'destroy']).as('speakers.destroy')
  })
  .prefix('/governance/office/assemblies/:id')
  .as('governance.office.meeting')
  .where('id', uuid)
  .where('memberId', uuid)
  .use(middleware.staff())
