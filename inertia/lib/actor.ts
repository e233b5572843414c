/** The house itself, as the records that no person wrote name it: a worker, the demo, a command. */
export function isProgram(label: string): boolean {
  return label === 'system' || label === 'demo' || /^[a-z]+:[a-z-]+$/.test(label)
}

/** Records keep « name <address> » as it was on the day, or the program's own name. */
export function splitActor(label: string): { name: string; email: string | null } {
  const [, name = label, email = null] = /^(.*) <(.*)>$/.exec(label) ?? []
  return { name, email }
}

/** The name alone, in the reader's words where no person acted. */
export function actorName(label: string, program: string): string {
  return isProgram(label) ? program : splitActor(label).name
}
