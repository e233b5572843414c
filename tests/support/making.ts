import type { ApiClient, ApiRequest, ApiResponse } from '@japa/api-client'
import type Account from '#models/identity/account'
import Artist from '#models/catalogue/artist'
import LicenceText from '#models/licensing/licence_text'
import Payee from '#models/licensing/payee'
import Work from '#models/catalogue/work'
import { installLicenceTexts } from '#services/licensing/install_licence_texts'
import { asStaff } from '#tests/support/accounts'
import { deskOf } from '#tests/support/desk'

/** A file as a browser sends it. */
export function upload(
  client: ApiClient,
  account: Account,
  path: string,
  file: { field: string; bytes: Buffer; name: string },
  fields: Record<string, string> = {}
): ApiRequest {
  return asStaff(client.post(path), account)
    .withCsrfToken()
    .fields(fields)
    .file(file.field, file.bytes, { filename: file.name })
    .redirects(0)
}

type Making = {
  title: string
  artistName: string
  payee: { name: string; email: string }
  recording: Buffer
  day: string
}

const idOf = (answer: ApiResponse) => answer.header('location')!.split('/').at(-1)!

/** A work as the office makes it, through its own pages: from the rights-holder to a draft complete. */
export async function makeThroughTheOffice(client: ApiClient, account: Account, input: Making) {
  await installLicenceTexts()
  const desk = deskOf(client, account)
  await desk.send('/licensing/office/rights-holders', {
    ...{ name: input.payee.name, email: input.payee.email },
    ...{ legal_form: 'person', kind: 'performer' },
  })
  const payee = await Payee.findByOrFail('name', input.payee.name)
  const holder = payee.rightsHolderId!
  await desk.send('/catalogue/office/artists', {
    ...{ name: input.artistName, rights_holder_id: holder },
  })
  const artist = await Artist.findByOrFail('name', input.artistName)
  const made = await desk.send('/catalogue/office/works', {
    ...{ title: input.title, artist_id: artist.id, kind: 'audio', isrc: 'FR-AB1-26-00001' },
  })
  const workId = idOf(made)
  const path = `/catalogue/office/works/${workId}`
  await upload(client, account, `${path}/file`, {
    ...{ field: 'file', bytes: input.recording, name: `${input.title}.mp3` },
  })
  const text = await LicenceText.query().where('code', 'p2p.legal').firstOrFail()
  await desk.send(`${path}/licences`, {
    ...{ licence_text_id: text.id, rights_holder_id: holder, signer_name: input.payee.name },
    ...{ signed_on: input.day, statement: 'Signée devant moi, l’original est au classeur 1.' },
  })
  await desk.send(`${path}/split-sheets`, {
    valid_from: input.day,
    lines: [{ payee_id: payee.id, role: 'performer', part: '100' }],
  })
  return { work: await Work.findOrFail(workId), payee, artist, desk, path }
}
