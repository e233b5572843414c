import fc from 'fast-check'

/** Text that no field of an announce holds. */
export const junk = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  fc.constantFrom(
    'é',
    '%',
    '%zz',
    '%00',
    '\0',
    '\t',
    ' ',
    'x'.repeat(9_000),
    '[]',
    '{}',
    "' OR 1=1"
  )
)

/** Spoils one field in such a way that nobody may take it for a good one. */
export const spoiltField = fc.oneof(
  fc
    .constantFrom('left', 'uploaded', 'downloaded', 'port')
    .chain((name) =>
      fc
        .constantFrom(
          '-1',
          '1.5',
          '1e3',
          '0x1',
          '',
          ' 1',
          '+1',
          '%31',
          'NaN',
          '9'.repeat(30),
          '1,2',
          '١'
        )
        .map(
          (value) => (query: string) =>
            query.replace(new RegExp(`&${name}=[^&]*`), `&${name}=${value}`)
        )
    ),
  fc.constantFrom('info_hash', 'peer_id', 'port', 'uploaded', 'downloaded', 'left').chain((name) =>
    fc.constantFrom(
      (query: string) => `&${query}`.replace(new RegExp(`&${name}=[^&]*`), ''),
      (query: string) => `${query}&${name}=${name.length > 5 ? 'a'.repeat(20) : '0'}`,
      (query: string) => `${query}&${name}[]=1`,
      (query: string) => query.replace(`${name}=`, `${name.toUpperCase()}=`),
      (query: string) =>
        query.replace(`${name}=`, `%${name.charCodeAt(0).toString(16)}${name.slice(1)}=`)
    )
  ),
  fc.constantFrom('info_hash', 'peer_id').chain((name) =>
    fc
      .string({ maxLength: 60 })
      .filter((text) => !/[&#\s]/.test(text) && text.length !== 20)
      .map(
        (text) => (query: string) =>
          query.replace(new RegExp(`${name}=[^&]*`), () => `${name}=${text.replaceAll('%', '%25')}`)
      )
  ),
  fc.constant((query: string) => `${query}&event=finished`),
  fc.constant((query: string) => `${query}&x=${'x'.repeat(3_000)}`)
)

/** Spoils where the request goes, or how it is written. */
export const spoiltTarget = fc.constantFrom<((target: string) => string)[]>(
  (target) => target.replace('/announce', '/announce/'),
  (target) => target.replace('/announce', '//announce'),
  (target) => target.replace('/announce', '/ANNOUNCE'),
  (target) => target.replace('/announce', '/announce%00'),
  (target) => target.replace('/announce', '/../announce'),
  (target) => target.replace('/announce', '/announce;a=b'),
  (target) => target.replace('/announce', '/scrape'),
  (target) => target.replace(/^\/t\/[^/]*/, ''),
  (target) => target.replace(/^\/t\/[^/]*/, '/t/'),
  (target) => target.replace(/^\/t\/[^/]*/, (path) => path.toUpperCase().replace('T', 't')),
  (target) => target.replace(/^\/t\/[^/]*/, `/t/${'a'.repeat(26)}`),
  (target) => target.replace(/^\/t\/[^/]*/, (path) => `${path}%20`),
  (target) => target.replace('?', '?\0'),
  (target) => target.replace('?', '#'),
  (target) => `http://exemple.test${target}`,
  (target) => target.slice(1)
)

/** Headers that a client may send along, forged ones too. */
export const headers = fc.array(
  fc.oneof(
    fc.tuple(
      fc.constantFrom('X-Forwarded-For', 'X-Real-IP', 'Forwarded', 'Cookie', 'User-Agent', 'Range'),
      junk
    ),
    fc.constantFrom<[string, string]>(
      ['X-Forwarded-For', '6.6.6.6, ::1, unknown'],
      ['X-Forwarded-For', '[::1'],
      ['Accept-Encoding', 'gzip, br;q=x'],
      ['Content-Type', 'multipart/form-data'],
      ['Expect', '100-continue'],
      ['X-HTTP-Method-Override', 'POST']
    )
  ),
  { maxLength: 6 }
)

/** A request's bytes as they go over the line. */
export function request(method: string, target: string, lines: [string, string][]): Buffer {
  const text = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return Buffer.from(
    `${method} ${target} HTTP/1.1\r\nHost: x\r\n${text}Connection: close\r\n\r\n`,
    'latin1'
  )
}
