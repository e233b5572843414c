import { open } from 'node:fs/promises'

const DOCUMENT_TYPES = ['application/pdf', 'image/jpeg', 'image/png'] as const
type DocumentType = (typeof DOCUMENT_TYPES)[number]

const BEGINNINGS: [DocumentType, Buffer][] = [
  ['application/pdf', Buffer.from('%PDF-')],
  ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff])],
  ['image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
]

/** What a file is by its first bytes, whatever its name says; null for anything not accepted. */
export async function documentTypeOf(path: string): Promise<DocumentType | null> {
  const file = await open(path, 'r')
  try {
    const start = Buffer.alloc(8)
    await file.read(start, 0, start.length, 0)
    const found = BEGINNINGS.find(([, bytes]) => start.subarray(0, bytes.length).equals(bytes))
    return found?.[0] ?? null
  } finally {
    await file.close()
  }
}
