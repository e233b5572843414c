/** A Content-Disposition header that keeps accents (RFC 6266) and cannot be broken out of. */
export function attachmentNamed(fileName: string): string {
  const plain = fileName.normalize('NFD').replace(/[^A-Za-z0-9._-]+/g, '_')
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(fileName)}`
}
