import { workerData } from 'node:worker_threads'
import { synthesise } from '#services/demo/media/synthesise'

/** Makes every file of the demo's media and leaves them in the folder that it was given. */
for await (const made of synthesise(workerData as string)) void made
