import { allocateFiles } from '#services/royalties/allocation/allocate_files'
import { measured } from './support/measured.js'

/** The measured side of the `allocate` benchmark: what `royalties:allocate` does. */
const [input, output] = process.argv.slice(2)

await measured(() => allocateFiles({ input, output }))
