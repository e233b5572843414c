import { Worker } from 'node:worker_threads'

const SOURCE = import.meta.url.endsWith('.ts')
const WORKER = new URL(`./synthesis_worker.${SOURCE ? 'ts' : 'js'}`, import.meta.url)

/**
 * Makes the demo's media in a thread of their own while people, members and a meeting are written:
 * a first start waits for PostgreSQL half of the time. Resolves when every file lies in the folder.
 */
export function synthesiseInWorker(directory: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER, {
      workerData: directory,
      ...(SOURCE ? { execArgv: ['--import=@poppinss/ts-exec'] } : {}),
    })
    worker.once('error', reject)
    worker.once('exit', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`the making of the demo's media stopped with code ${code}`))
    })
  })
}
