import ApprovalMandate from '#models/publication/approval_mandate'

const MANDATES_PER_PAGE = 25

/** Everybody who may, will or could approve months, the latest first (P21). */
export function mandateRegister(page: number) {
  return ApprovalMandate.query()
    .preload('account')
    .orderBy('startsOn', 'desc')
    .orderBy('capacity')
    .orderBy('id')
    .paginate(page, MANDATES_PER_PAGE)
}
