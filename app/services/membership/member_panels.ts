type Panel = (memberId: string) => Promise<unknown>

const panels = new Map<string, Panel>()

/**
 * A higher domain shows what it keeps of a member on the office's page of that member: plain JSON,
 * amounts as text, drawn by `inertia/components/<name>/member_panel.vue` (named in
 * `components/membership/member_panels.vue`); null shows nothing.
 */
export function registerMemberPanel(name: string, panel: Panel) {
  panels.set(name, panel)
}

/** Every panel's content by its name. */
export async function memberPanels(memberId: string): Promise<Record<string, unknown>> {
  const filled: Record<string, unknown> = {}
  for (const [name, panel] of panels) filled[name] = await panel(memberId)
  return filled
}
