import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { findSubscriber } from '#services/subscriptions/queries/find_subscriber'
import { lucidDatabase } from '#services/tracker/lucid_database'
import { personalTorrents } from '#services/tracker/queries/personal_torrents'
import { subscriberUsage } from '#services/tracker/queries/subscriber_usage'
import { revokeAnnounceTokens } from '#services/tracker/revoke_announce_token'
import PersonalTorrentTransformer from '#transformers/tracker/personal_torrent_transformer'
import { Clock } from '#values/clock'
import { periodOf } from '#values/period'
import { isId } from '#values/id'

/** A person's own torrents and uses: nobody else's can be named here. */
@inject()
export default class MineController {
  constructor(protected clock: Clock) {}

  async show({ inertia, auth }: HttpContext) {
    const period = periodOf(this.clock.now())
    const subscriber = await findSubscriber(auth.getUserOrFail().id)
    const torrents = subscriber ? await personalTorrents(subscriber.id) : []
    const usage = subscriber ? await subscriberUsage(subscriber.id, period) : []
    return inertia.render('tracker/mine', {
      period,
      torrents: PersonalTorrentTransformer.transform(torrents),
      usage,
    })
  }

  /** P4: revokes the key of one work; what was counted stays counted. */
  async destroy({ params, auth, session, response, i18n }: HttpContext) {
    const subscriber = await findSubscriber(auth.getUserOrFail().id)
    const workId: string = params.id
    const revoked =
      subscriber && isId(workId)
        ? await lucidDatabase.use((client) =>
            revokeAnnounceTokens(client, { subscriberId: subscriber.id, workId, clock: this.clock })
          )
        : 0
    if (revoked > 0) session.flash('success', i18n.t('tracker.mine.revoked_flash'))
    else session.flash('error', i18n.t('tracker.mine.nothing_to_revoke'))
    return response.redirect().toRoute('tracker.mine.show')
  }
}
