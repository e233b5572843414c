/** Where things are: one place to look, the same words as in start/routes. */
export const paths = {
  home: '/',
  locale: '/locale',
  catalogue: '/catalogue',
  work: (slug: string) => `/catalogue/works/${slug}`,
  months: '/publication',
  publishedMonth: (period: string) => `/publication/${period}`,
  verify: '/verify',
  myMonth: (period?: string) => (period ? `/royalties/my-month/${period}` : '/royalties/my-month'),
  causes: '/royalties/causes',
  myStatement: (period?: string) =>
    period ? `/royalties/my-statement/${period}` : '/royalties/my-statement',
  mySubscription: '/subscriptions/mine',
  signIn: '/identity/sign-in',
  signUp: '/identity/sign-up',
  signOut: '/identity/sign-out',
  account: '/identity/account',
  legal: (slug: string) => `/identity/legal/${slug}`,
  office: '/office',
  officeClose: (period?: string) =>
    period ? `/royalties/office/close/${period}` : '/royalties/office/close',
  officePeriods: '/royalties/office/periods',
  officePayments: '/subscriptions/office/payments',
  officeSubscribers: '/subscriptions/office/subscribers',
  officeWorks: '/catalogue/office/works',
  officeWork: (id: string) => `/catalogue/office/works/${id}`,
  officeAudit: '/identity/office/audit',
}
