import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { Clock } from '#values/clock'

export default class IdentityCreateAdmin extends BaseCommand {
  static commandName = 'identity:create-admin'
  static description = 'Create the first administrator, or make an existing account one'
  static options: CommandOptions = { startApp: true }

  @flags.string({ description: 'E-mail address' })
  declare email?: string

  @flags.string({ description: 'Full name' })
  declare name?: string

  @flags.string({ description: 'Password, 12 characters at least' })
  declare password?: string

  async run() {
    const { newPasswordValidator, emailValidator } = await import('#validators/identity/account')
    const { createAccount } = await import('#services/identity/create_account')
    const { grantRole } = await import('#services/identity/roles')
    const { default: Account } = await import('#models/identity/account')
    const clock = await this.app.container.make(Clock)
    const ask = async (value: string | undefined, question: string) =>
      value ?? (await this.prompt.ask(question))

    const typed = await ask(this.email, 'E-mail')
    const [badEmail, address] = await emailValidator.tryValidate({ email: typed })
    if (badEmail || !address) return this.#refuse(`"${typed}" is not an e-mail address.`)

    let account = await Account.findBy('email', address.email)
    if (!account) {
      const fullName = await ask(this.name?.trim(), 'Full name')
      if (!fullName) return this.#refuse('A name is needed.')
      const password =
        this.password ?? (await this.prompt.secure('Password (12 characters at least)'))
      const [weak, checked] = await newPasswordValidator.tryValidate({
        password,
        email: address.email,
      })
      if (weak || !checked)
        return this.#refuse('The password must have 12 characters and be hard to guess.')
      const created = await createAccount({
        email: address.email,
        fullName,
        password: checked.password,
        emailVerified: true,
        clock,
      })
      if (!created.ok) return this.#refuse('This address already has an account.')
      account = created.value
    }
    if (!account.emailVerifiedAt) await account.merge({ emailVerifiedAt: clock.now() }).save()
    const actor = { label: 'identity:create-admin' }
    const granted = await grantRole({ actor, accountId: account.id, role: 'administrator', clock })
    if (!granted.ok) return this.#refuse('This account is closed or suspended.')
    const { default: env } = await import('#start/env')
    const page = new URL('/identity/sign-in', env.get('APP_URL'))
    this.logger.success(`${account.fullName} <${account.email}> is an administrator`)
    this.logger.info(
      `Next: sign in at ${page}; the office then asks to set up a second factor (TOTP)`
    )
  }

  #refuse(sentence: string) {
    this.exitCode = 1
    this.logger.error(sentence)
  }
}
