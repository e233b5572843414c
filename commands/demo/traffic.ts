import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'

const MAX_PEERS = 200
const MAX_AT_ONCE = 10
const MAX_MINUTES = 120

export default class DemoTraffic extends BaseCommand {
  static commandName = 'demo:traffic'
  static description = 'Let real BitTorrent peers download from the running demo'
  static options: CommandOptions = { startApp: true }

  @flags.number({ description: 'How many downloads', default: 6 })
  declare peers: number

  @flags.number({ description: 'How many at the same time', default: 3 })
  declare atOnce: number

  @flags.number({ description: 'Over how many minutes they arrive', default: 0 })
  declare minutes: number

  async run() {
    const { notADemo } = await import('#services/demo/demo_only')
    const { runningDemo, runTraffic } = await import('#services/demo/traffic/run_traffic')
    const { Clock } = await import('#values/clock')
    const refusal = notADemo() ?? this.#numbers()
    if (refusal) return this.#refuse(refusal)
    const url = await runningDemo()
    if (!url) return this.#refuse('The demo does not answer: start it with "npm start" first.')
    const clock = await this.app.container.make(Clock)
    const { peers, atOnce, minutes } = this
    const say = (line: string) => this.logger.info(line)
    const sum = await runTraffic(url, { peers, atOnce, minutes, clock, say })
    if (sum.planned === 0) return this.#refuse('Everybody of the cast has every work already.')
    this.logger.info(
      `${sum.units} units counted for ${sum.finished} downloads of ${sum.planned}: see ${url}/office`
    )
    if (sum.finished < sum.planned) this.exitCode = 1
  }

  #numbers(): string | null {
    const within = (value: number, most: number) =>
      Number.isInteger(value) && value >= 1 && value <= most
    if (!within(this.peers, MAX_PEERS)) return `--peers takes a number from 1 to ${MAX_PEERS}.`
    if (!within(this.atOnce, MAX_AT_ONCE))
      return `--at-once takes a number from 1 to ${MAX_AT_ONCE}.`
    if (!within(this.minutes + 1, MAX_MINUTES + 1))
      return `--minutes takes a number from 0 to ${MAX_MINUTES}.`
    return null
  }

  #refuse(reason: string) {
    this.logger.error(reason)
    this.exitCode = 1
  }
}
