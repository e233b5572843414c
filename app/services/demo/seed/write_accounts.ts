import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import env from '#start/env'
import { DEMO_PASSWORD, PAYEES, STAFF } from '#services/demo/cast'
import { SUBSCRIBERS } from '#services/demo/cast_subscribers'

const STAFF_TITLES: Record<string, string> = {
  helene: 'administration, trésorerie (suppléante)',
  karim: 'secrétariat',
  solene: 'modération',
  marc: 'trésorerie, approbation',
  aissatou: 'conseil (artistes), approbation',
  gilles: 'conseil (abonnés), approbation',
}

/** The accounts that a newcomer may use; `npm start` prints them from this file. */
export async function writeAccounts(): Promise<void> {
  const password = DEMO_PASSWORD
  const accounts = [
    { role: 'abonnée', email: SUBSCRIBERS[0].email, password },
    { role: 'artiste', email: PAYEES[0].email, password },
    ...STAFF.map(({ key, email }) => ({ role: STAFF_TITLES[key], email, password })),
  ]
  const folder = join(env.get('PEERFY_STORAGE'), 'demo')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'accounts.json'), `${JSON.stringify(accounts, null, 2)}\n`)
}
