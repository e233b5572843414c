import type ShareMovement from '#models/shares/share_movement'
import type ShareTransfer from '#models/shares/share_transfer'
import type { OrderWords } from '#services/shares/documents/transfer_order'
import type { TransferAcceptance } from '#services/shares/transfers/acceptance_text'
import { isoDay } from '#values/day'

type Part = { title: string; lines: string[] }
type Evidence = {
  method?: string
  email?: string
  address?: string
  reference?: string
  acceptance?: TransferAcceptance
  acceptance_sha256?: string
}
type Telling = {
  words: OrderWords
  /** With the addresses of e-mail and network that the evidence holds: the office's copy. */
  whole: boolean
}

/** What became of an order, as its paper tells it: signed, answered, decided. */
export function orderStory(
  transfer: ShareTransfer,
  movement: ShareMovement | null,
  telling: Telling
): Part[] {
  const { t } = telling.words
  return [
    { title: t('signature'), lines: [signature(transfer, telling)] },
    { title: t('answer'), lines: answer(transfer, telling) },
    { title: t('decision'), lines: decision(transfer, movement, telling) },
  ]
}

function signature({ evidence, requestedAt }: ShareTransfer, { words, whole }: Telling): string {
  const { t, moment } = words
  return t(`signed_${how(evidence)}`, { ...shown(evidence, whole), moment: moment(requestedAt) })
}

function answer(transfer: ShareTransfer, { words, whole }: Telling): string[] {
  const { t, moment } = words
  const { acceptance, acceptedAt, endedAt, state, reason } = transfer
  if (acceptedAt) {
    const said = { ...shown(acceptance, whole), moment: moment(acceptedAt) }
    const { declarations = [] } = (acceptance as Evidence).acceptance ?? {}
    return [
      ...declarations.map((sentence) => `– ${sentence}`),
      t(`accepted_${how(acceptance)}`, said),
    ]
  }
  if (state === 'requested') return [t('unanswered'), t('accept_on_paper')]
  if (state !== 'declined') return [t('unanswered')]
  return [t('declined', { moment: moment(endedAt!) }), ...reasonOf(reason, t)]
}

function decision(
  transfer: ShareTransfer,
  movement: ShareMovement | null,
  { words }: Telling
): string[] {
  const { t, day, moment } = words
  const { state, refuseBy, decisionReference, endedAt, reason } = transfer
  const until = refuseBy ? day(isoDay(refuseBy)) : 'none'
  const ended = endedAt ? moment(endedAt) : ''
  if (state === 'withdrawn') return [t('withdrawn', { moment: ended }), ...reasonOf(reason, t)]
  if (state === 'refused') {
    const said = { moment: ended, decision: decisionReference ?? '–' }
    return [t('refused', said), ...reasonOf(reason, t)]
  }
  if (state === 'accepted') return [t('undecided', { until })]
  if (state !== 'registered' || !movement) return [t('nothing_to_decide')]
  const agreed = decisionReference
    ? t('agreed_by_decision', { decision: decisionReference })
    : t('agreed_by_silence', { until })
  const entered = { number: String(movement.number), day: day(isoDay(movement.effectiveOn)) }
  return [agreed, t('registered', entered)]
}

/** The words for a kind of evidence; what was kept before these kinds, or is erased, says so. */
function how(evidence: Evidence | null): string {
  const { method } = evidence ?? {}
  if (method === 'one_time_code_by_email') return 'by_code'
  if (method === 'signed_in_account') return 'on_page'
  return method === 'paper' ? 'on_paper' : 'otherwise'
}

function shown(evidence: Evidence | null, whole: boolean) {
  const { email, address, reference = '–' } = evidence ?? {}
  return { reference, email: whole && email ? email : 'none', address: address ?? '–' }
}

/** The hash of the text that the taker signed by code; it outlives the text when that is erased. */
export function acceptanceHash({ acceptance }: ShareTransfer): string | undefined {
  return (acceptance as Evidence | null)?.acceptance_sha256
}

function reasonOf(reason: string | null, t: OrderWords['t']): string[] {
  return reason ? [t('because', { reason })] : []
}
