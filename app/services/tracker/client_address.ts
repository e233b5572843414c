import { isIP } from 'node:net'

/**
 * The address of the client behind a known number of our own proxies (P7).
 *
 * Each proxy appends the address it saw to X-Forwarded-For, so only the last `hops` entries were
 * written by machines of ours: the wanted address is the `hops`-th from the right. What stands
 * further left was written by the client and is never read. A request that did not come through
 * all the proxies keeps the address of its socket.
 */
export function clientAddress(
  socketAddress: string | undefined,
  forwardedFor: string | string[] | undefined,
  hops: number
): string {
  const direct = plainAddress(socketAddress ?? '')
  if (hops <= 0 || !forwardedFor) return direct
  const header = Array.isArray(forwardedFor) ? forwardedFor.join(',') : forwardedFor
  const entries = header.split(',')
  if (entries.length < hops) return direct
  const candidate = plainAddress(entries[entries.length - hops].trim())
  return isIP(candidate) ? candidate : direct
}

/** Removes the IPv4-in-IPv6 prefix, the brackets and the zone. */
function plainAddress(address: string): string {
  if (address.startsWith('::ffff:') && address.includes('.')) return address.slice(7)
  if (address.startsWith('[')) return address.slice(1, address.indexOf(']'))
  const zone = address.indexOf('%')
  return zone < 0 ? address : address.slice(0, zone)
}

/**
 * The address in network order, one character per byte: 4 or 16 characters; '' when it is no
 * address.
 */
export function addressBytes(address: string): string {
  const family = isIP(address)
  if (family === 4) {
    const parts = address.split('.')
    return String.fromCharCode(+parts[0], +parts[1], +parts[2], +parts[3])
  }
  return family === 6 ? sixteenBytes(address) : ''
}

function sixteenBytes(address: string): string {
  let text = address
  const dotted = text.lastIndexOf(':')
  if (text.includes('.')) {
    const four = addressBytes(text.slice(dotted + 1))
    const words = [0, 2].map((at) =>
      ((four.charCodeAt(at) << 8) | four.charCodeAt(at + 1)).toString(16)
    )
    text = `${text.slice(0, dotted + 1)}${words.join(':')}`
  }
  const [head, tail] = text.split('::')
  const left = head ? head.split(':') : []
  const right = tail ? tail.split(':') : []
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length
  let out = ''
  for (const word of [...left, ...new Array<string>(zeros).fill('0'), ...right]) {
    const value = Number.parseInt(word, 16)
    out += String.fromCharCode(value >> 8, value & 255)
  }
  return out
}

/** The two bytes of a port, network order, one character per byte. */
export function portBytes(port: number): string {
  return String.fromCharCode(port >> 8, port & 255)
}
