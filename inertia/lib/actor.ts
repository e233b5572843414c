/** The house itself, as the records that no person wrote name it. */
const PROGRAMS = ['system', 'demo']

/** Records keep « name <address> » as it was on the day, or the program's own name. */
export function splitActor(label: string): { name: string; email: string | null } {
  const [, name = label, email = null] = /^(.*) <(.*)>$/.exec(label) ?? []
  return { name, email }
}

/** The name alone, in the reader's words where no person acted. */
export function actorName(label: string, program: string): string {
  return PROGRAMS.includes(label) ? program : splitActor(label).name
}
