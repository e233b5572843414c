import { crc32 } from 'node:zlib'

type Entry = { name: string; bytes: Buffer }

/** Names are UTF-8 (bit 11); nothing is compressed, so that the bytes inside are the files' own. */
const UTF8 = 0x0800
/** 1 January 1980, the first day that the format knows: the same files give the same archive. */
const DAY = 0x21

/** Files in one archive (PKWARE APPNOTE 4.3), stored as they are. */
export function zipOf(entries: Entry[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, bytes } of entries) {
    const label = Buffer.from(name, 'utf8')
    const facts = factsOf(label, bytes)
    const local = Buffer.concat([mark(0x04034b50), facts, label])
    directory.push(directoryLine(facts, label, offset))
    parts.push(local, bytes)
    offset += local.length + bytes.length
  }
  const listed = Buffer.concat(directory)
  return Buffer.concat([...parts, listed, ending(entries.length, listed.length, offset)])
}

/** What stands of a file both before it and in the directory: 26 bytes from its version on. */
function factsOf(label: Buffer, bytes: Buffer): Buffer {
  const facts = Buffer.alloc(26)
  facts.writeUInt16LE(20, 0)
  facts.writeUInt16LE(UTF8, 2)
  facts.writeUInt16LE(DAY, 8)
  facts.writeUInt32LE(crc32(bytes), 10)
  facts.writeUInt32LE(bytes.length, 14)
  facts.writeUInt32LE(bytes.length, 18)
  facts.writeUInt16LE(label.length, 22)
  return facts
}

function directoryLine(facts: Buffer, label: Buffer, offset: number): Buffer {
  const version = Buffer.alloc(2)
  version.writeUInt16LE(20, 0)
  const more = Buffer.alloc(14)
  more.writeUInt32LE(offset, 10)
  return Buffer.concat([mark(0x02014b50), version, facts, more, label])
}

function ending(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(offset, 16)
  return end
}

function mark(signature: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(signature, 0)
  return bytes
}
