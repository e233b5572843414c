import { type Findings, named } from '#services/statutes/lint/findings'
import type { StatuteSettings } from '#services/statutes/statute_settings'

/** Each college weighs between a tenth and half; together they are the whole. */
const WEIGHT = { leastBp: 1_000, mostBp: 5_000, wholeBp: 10_000 }
/** Below three, the model of the CG Scop counts heads (C05). */
const USUAL_COLLEGES = 3

/** One member, one vote, in one college (C03–C06). */
export function lintColleges(settings: StatuteSettings, found: Findings): void {
  const { colleges, collegeRules, voting } = settings
  if (voting.basis !== 'one_member') found.error('oneVote', 'voting.basis', 'votes_by_capital')
  if (collegeRules.weighsCapital) {
    found.error('colleges', 'collegeRules.weighsCapital', 'colleges_weigh_capital')
  }
  if (colleges.length === 0) {
    found.note('colleges', 'colleges', 'colleges_none')
    return
  }
  lintWeights(settings, found)
  lintMapping(settings, found)
  if (colleges.length < USUAL_COLLEGES) {
    found.warning('degraded', 'colleges', 'colleges_few', { count: colleges.length })
  }
  if (collegeRules.carryOver === 'winner_takes_all') {
    found.warning('carryOver', 'collegeRules.carryOver', 'winner_takes_all')
  }
}

function lintWeights({ colleges }: StatuteSettings, found: Findings): void {
  for (const [at, college] of colleges.entries()) {
    const { weightBp } = college
    if (weightBp >= WEIGHT.leastBp && weightBp <= WEIGHT.mostBp) continue
    found.error('colleges', `colleges.${at}.weightBp`, 'college_weight', {
      ...named(college),
      partBp: weightBp,
      leastBp: WEIGHT.leastBp,
      mostBp: WEIGHT.mostBp,
    })
  }
  const sumBp = colleges.reduce((sum, { weightBp }) => sum + weightBp, 0)
  if (sumBp !== WEIGHT.wholeBp) found.error('colleges', 'colleges', 'colleges_sum', { sumBp })
}

function lintMapping({ colleges, categories }: StatuteSettings, found: Findings): void {
  for (const [at, category] of categories.entries()) {
    const { code } = category
    const count = colleges.filter((college) => college.categories.includes(code)).length
    if (count === 1) continue
    const key = count === 0 ? 'category_without_college' : 'category_in_colleges'
    found.error('oneVote', `categories.${at}.code`, key, { ...named(category), count })
  }
  for (const [at, college] of colleges.entries()) {
    const { code } = college
    if (!college.labelFr.trim()) found.error('colleges', `colleges.${at}.labelFr`, 'label_missing')
    if (college.categories.length === 0) {
      found.error('colleges', `colleges.${at}.categories`, 'college_empty', named(college))
    }
    const strange = college.categories.find((one) => !categories.some((c) => c.code === one))
    if (strange !== undefined) {
      found.error('colleges', `colleges.${at}.categories`, 'college_unknown_category', {
        ...named(college),
        code: strange,
      })
    }
    if (colleges.findIndex((one) => one.code === code) !== at) {
      found.error('colleges', `colleges.${at}.code`, 'code_twice', { code })
    }
  }
}
