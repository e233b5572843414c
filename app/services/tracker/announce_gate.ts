import type { Directory, TokenEntry, TorrentEntry } from '#services/tracker/directory'
import type { RetryIn } from '#services/tracker/encode_answer'
import type { TrackerConfig } from '#config/tracker'

/** Why a request is not served, in a sentence for the person at the client (ASCII). */
export class Refusal {
  constructor(
    readonly reason: string,
    readonly retryIn?: RetryIn
  ) {}
}

type GateConfig = Pick<
  TrackerConfig,
  | 'announcesPerMinutePerToken'
  | 'anonymousRequestsPerMinutePerAddress'
  | 'retryUnpublishedMinutes'
  | 'retryUnpaidMinutes'
  | 'retryAfterFailureMinutes'
>

const MAX_ADDRESSES = 100_000

/**
 * Decides who is served which torrent: published works only; with a token, the token's own work;
 * without one, works under open licences, counted for nobody.
 */
export class AnnounceGate {
  readonly #anonymous = new Map<string, number>()
  #minute = 0

  constructor(
    private readonly directory: Directory,
    private readonly config: GateConfig,
    private readonly now: () => number
  ) {}

  /** The refusal of an unknown, revoked or too busy token; null when it may go on. */
  checkToken(entry: TokenEntry | null, address: string): Refusal | null {
    if (!entry) {
      return (
        this.checkAnonymous(address) ??
        new Refusal(
          'jeton inconnu : telechargez de nouveau le torrent sur votre espace' +
            ' / unknown token: download the torrent again from your account',
          'never'
        )
      )
    }
    if (entry.revoked) {
      return new Refusal(
        'jeton revoque : telechargez de nouveau le torrent sur votre espace' +
          ' / revoked token: download the torrent again from your account',
        'never'
      )
    }
    if (!entry.paid) {
      return new Refusal(
        'votre cotisation ou votre adresse e-mail reste a confirmer : voyez votre espace' +
          ' / your fee or your e-mail address is still to be confirmed: see your account',
        this.config.retryUnpaidMinutes
      )
    }
    const minute = Math.floor(this.now() / 60_000)
    if (entry.minute !== minute) {
      entry.minute = minute
      entry.announces = 0
    }
    if (++entry.announces > this.config.announcesPerMinutePerToken) {
      return new Refusal('trop de demandes avec ce jeton / too many requests with this token', 1)
    }
    return null
  }

  /** The limit of those who show no valid token. */
  checkAnonymous(address: string): Refusal | null {
    const minute = Math.floor(this.now() / 60_000)
    if (minute !== this.#minute || this.#anonymous.size >= MAX_ADDRESSES) {
      this.#minute = minute
      this.#anonymous.clear()
    }
    const count = (this.#anonymous.get(address) ?? 0) + 1
    this.#anonymous.set(address, count)
    return count > this.config.anonymousRequestsPerMinutePerAddress
      ? new Refusal('trop de demandes sans jeton / too many requests without a token', 1)
      : null
  }

  checkTorrent(torrent: TorrentEntry | null, token: TokenEntry | null): Refusal | null {
    if (!torrent)
      return new Refusal('torrent inconnu de ce tracker / torrent unknown to this tracker', 'never')
    if (token && torrent.workId !== token.workId) {
      return new Refusal(
        'ce jeton vaut pour une autre oeuvre / this token is for another work',
        'never'
      )
    }
    if (!torrent.published) {
      return new Refusal(
        'oeuvre non publiee / this work is not published',
        this.config.retryUnpublishedMinutes
      )
    }
    if (!token && !torrent.open) {
      return new Refusal(
        'cette oeuvre demande un jeton : telechargez son torrent sur votre espace' +
          ' / this work needs a token: download its torrent from your account',
        'never'
      )
    }
    return null
  }

  get unavailable(): Refusal {
    return new Refusal(
      'service indisponible, reessayez dans quelques minutes' +
        ' / service unavailable, try again in a few minutes',
      this.config.retryAfterFailureMinutes
    )
  }

  find(token: string | null, infoHash: string) {
    return {
      entry: token === null ? null : this.directory.token(token),
      torrent: this.directory.torrent(infoHash),
    }
  }
}
