import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import type { ByteSink, ByteSource } from './byte_io.js'
import { AllocationFileError } from './input_error.js'

/** Bytes of a file: from the first one to before the last one. */
export type Slice = { readonly from: number; readonly to: number }

/**
 * A file, or a slice of it, read from start to end. Synchronous: the allocation has nothing else to
 * do meanwhile.
 */
export class FileSource implements ByteSource {
  readonly #path: string
  readonly #descriptor: number
  readonly #to: number
  #at: number

  constructor(path: string, { from, to }: Slice = { from: 0, to: Number.POSITIVE_INFINITY }) {
    this.#path = path
    this.#at = from
    this.#to = to
    this.#descriptor = attempt(`${path} cannot be read`, () => openSync(path, 'r'))
  }

  read(into: Uint8Array): number {
    const wanted = Math.min(into.length, this.#to - this.#at)
    const read = attempt(`${this.#path} cannot be read`, () =>
      readSync(this.#descriptor, into, 0, wanted, this.#at)
    )
    this.#at += read
    return read
  }

  close(): void {
    closeSync(this.#descriptor)
  }
}

/** A new file written from start to end; refuses to overwrite. */
export class FileSink implements ByteSink {
  readonly #path: string
  readonly #descriptor: number

  constructor(path: string) {
    this.#path = path
    this.#descriptor = attempt(`${path} cannot be written`, () => openSync(path, 'wx'))
  }

  write(bytes: Uint8Array): void {
    attempt(`${this.#path} cannot be written`, () => {
      for (let at = 0; at < bytes.length;) at += writeSync(this.#descriptor, bytes, at)
    })
  }

  close(): void {
    closeSync(this.#descriptor)
  }
}

/** Runs a file operation; its failure becomes a sentence for the operator. */
export function attempt<T>(what: string, operation: () => T): T {
  try {
    return operation()
  } catch (error) {
    throw new AllocationFileError(`${what}: ${reasonOf(error as NodeJS.ErrnoException)}`)
  }
}

const REASONS: Record<string, string> = {
  ENOENT: 'it does not exist',
  EACCES: 'permission denied, check its rights',
  EPERM: 'permission denied, check its rights',
  EISDIR: 'it is a directory, a file is needed',
  ENOTDIR: 'part of its path is a file, a directory is needed',
  EEXIST: 'something is in its place already',
  EROFS: 'the disk is mounted read-only',
  ENOSPC: 'the disk is full, make room and run again',
}

function reasonOf(error: NodeJS.ErrnoException): string {
  return REASONS[error.code ?? ''] ?? error.message
}
