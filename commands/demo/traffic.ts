import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'

const MAX_PEERS = 200
const MAX_AT_ONCE = 10

export default class DemoTraffic extends BaseCommand {
  static commandName = 'demo:traffic'
  static description = 'Let real BitTorrent peers download from the running demo'
  static options: CommandOptions = { startApp: true }

  @flags.number({ description: 'How many downloads', default: 6 })
  declare peers: number

  @flags.number({ description: 'How many at the same time', default: 3 })
  declare atOnce: number

  async run() {
    const { notADemo } = await import('#services/demo/demo_only')
    const { runningDemo, runTraffic } = await import('#services/demo/traffic/run_traffic')
    const { Clock } = await import('#values/clock')
    const refusal = notADemo() ?? this.#numbers()
    if (refusal) return this.#refuse(refusal)
    const url = await runningDemo()
    if (!url) return this.#refuse('The demo does not answer: start it with "npm start" first.')
    const clock = await this.app.container.make(Clock)
    const { peers, atOnce } = this
    const say = (line: string) => this.logger.info(line)
    const finished = await runTraffic(url, { peers, atOnce, clock, say })
    this.logger.info(`${finished} downloads finished: see ${url}/transparence and the office.`)
  }

  #numbers(): string | null {
    const within = (value: number, most: number) =>
      Number.isInteger(value) && value >= 1 && value <= most
    if (!within(this.peers, MAX_PEERS)) return `--peers takes a number from 1 to ${MAX_PEERS}.`
    if (!within(this.atOnce, MAX_AT_ONCE))
      return `--at-once takes a number from 1 to ${MAX_AT_ONCE}.`
    return null
  }

  #refuse(reason: string) {
    this.logger.error(reason)
    this.exitCode = 1
  }
}
