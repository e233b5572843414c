import { paths } from '~/lib/paths'

const PAGES: Record<string, (id: string) => string> = {
  account: (id) => `/identity/office/accounts/${id}`,
  application: paths.officeApplication,
  assembly: paths.officeAssembly,
  member: paths.officeMember,
  period: paths.officeClose,
  statute_profile: (id) => `${paths.officeStatutes}/${id}`,
  work: paths.officeWork,
}

/** The office's page of what an act was about; null for what has no page of its own. */
export function subjectPage(type: string, id: string): string | null {
  return PAGES[type]?.(id) ?? null
}
