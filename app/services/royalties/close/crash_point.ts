/**
 * The tests kill a worker at a named place of the close: PEERFY_CRASH_AT names it. Without effect
 * outside tests.
 */
export function crashPoint(name: string): void {
  if (process.env.NODE_ENV !== 'test' || process.env.PEERFY_CRASH_AT !== name) return
  process.kill(process.pid, 'SIGKILL')
  // The signal ends the process; nothing after this line may run meanwhile.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}
