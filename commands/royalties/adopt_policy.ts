import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { Clock } from '#values/clock'

export default class RoyaltiesAdoptPolicy extends BaseCommand {
  static commandName = 'royalties:adopt-policy'
  static description =
    'Record a voted policy (keys, weights, causes, thresholds) from a policy.json'
  static options: CommandOptions = { startApp: true }

  @flags.string({ description: 'The policy.json that was voted', required: true })
  declare file: string

  @flags.string({ description: 'Record it in the name of this account (e-mail); else "system"' })
  declare as?: string

  async run() {
    const { adoptPolicyFile } = await import('#services/royalties/policies/adopt_policy_file')
    const { findActor } = await import('#services/royalties/close/find_actor')
    try {
      const content = await readFile(this.file).catch(() => {
        throw new Error(`${this.file} cannot be read: check its name`)
      })
      const actor = await findActor(this.as)
      const clock = await this.app.container.make(Clock)
      const file = basename(this.file)
      const policy = await adoptPolicyFile({ content, file, actor, clock })
      this.logger.success(
        `Version ${policy.version} (${policy.resolutionId}, voted on ${policy.adoptedOn.toISODate()}) rules from ${policy.effectivePeriod} on`
      )
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error)
      this.logger.error(`${words}. Nothing was recorded.`)
      this.exitCode = 1
    }
  }
}
