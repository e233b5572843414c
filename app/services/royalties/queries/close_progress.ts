import PeriodStep from '#models/royalties/period_step'
import { STEPS, type CloseKey, type StepName } from '#services/royalties/close/steps'

/** The checklist of a month's close, in the order of its steps. */
export async function closeProgress({ period, revision }: CloseKey): Promise<PeriodStep[]> {
  const steps = await PeriodStep.query().where({ period, revision })
  return steps.sort((a, b) => STEPS.indexOf(a.step) - STEPS.indexOf(b.step))
}

/** Where a close goes on: its first step that is not done; null when all are. */
export async function firstOpenStep(key: CloseKey): Promise<StepName | null> {
  const steps = await closeProgress(key)
  return steps.find((step) => step.state !== 'done')?.step ?? null
}
