import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type Assembly from '#models/governance/assembly'
import type Minutes from '#models/governance/minutes'
import { attendancePdf } from '#services/governance/documents/attendance_pdf'
import { storedMinutes } from '#services/governance/minutes/seal_minutes'
import type { Clock } from '#values/clock'
import { sha256Hex } from '#values/digest'

/** 1.7: keeps the attendance sheet as it stands beside the minutes that name its hash. */
export async function keepSheet(
  assembly: Assembly,
  minutes: Minutes,
  clock: Clock
): Promise<{ sheetPath: string; sheetSha256: string }> {
  const bytes = await attendancePdf(assembly, clock)
  const sheetSha256 = sha256Hex(bytes)
  const name = `${minutes.id}-presence-${sheetSha256.slice(0, 16)}.pdf`
  const sheetPath = join('governance', 'minutes', name)
  await mkdir(dirname(storedMinutes(sheetPath)), { recursive: true })
  await writeFile(storedMinutes(sheetPath), bytes)
  return { sheetPath, sheetSha256 }
}
