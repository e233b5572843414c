/** What a measured child process says on its last line. */
export type Measured = { seconds: number; cpuSeconds: number; peakMb: number }

/** Runs the work of a child process and prints what it cost, for the benchmark that started it. */
export async function measured(work: () => unknown): Promise<void> {
  const started = performance.now()
  const cpu = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(cpu)
  const result: Measured = {
    seconds: (performance.now() - started) / 1000,
    cpuSeconds: (user + system) / 1e6,
    peakMb: process.resourceUsage().maxRSS / 1024,
  }
  process.stdout.write(`${JSON.stringify(result)}\n`)
}
