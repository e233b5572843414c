import db from '@adonisjs/lucid/services/db'
import { electorLeaf, electorateRoot } from '#services/governance/electorate/freeze_electorate'

type Elector = {
  member_id: string
  member_number: number
  category_code: string
  college_code: string
}

/** C23: the root of a meeting's list of voters again, from the rows as they are now. */
export async function recomputeRoot(assemblyId: string): Promise<Buffer> {
  const electors: Elector[] = await db
    .from('electors')
    .where('assembly_id', assemblyId)
    .orderBy('member_number')
  return electorateRoot(
    electors.map((one) =>
      electorLeaf(assemblyId, {
        id: one.member_id,
        number: one.member_number,
        categoryCode: one.category_code,
        collegeCode: one.college_code,
      })
    )
  )
}
