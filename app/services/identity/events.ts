import emitter from '@adonisjs/core/services/emitter'

declare module '@adonisjs/core/types' {
  interface EventsList {
    /** The account has just shown that it reads the mail of its address. */
    'identity:address_verified': { accountId: string }
  }
}

/** Tells the higher domains once an address is verified and committed. */
export async function announceAddress(accountId: string): Promise<void> {
  await emitter.emit('identity:address_verified', { accountId })
}
