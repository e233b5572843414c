import WrittenQuestion from '#models/governance/written_question'
import { assertSpeaks } from '#services/governance/discussion/speaking_member'
import { actOf, GovernanceError } from '#services/governance/errors'
import { lockedAssembly } from '#services/governance/locked_assembly'
import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'

type Act = { assemblyId: string; clock: Clock }

/** A member's question in writing, before the meeting opens; the answer is for everybody. */
export function askQuestion(input: Act & { memberId: string; body: string }) {
  const { assemblyId, memberId, body, clock } = input
  return actOf(async (trx) => {
    const assembly = await lockedAssembly(trx, assemblyId)
    if (assembly.state !== 'draft' && assembly.state !== 'noticed') {
      throw new GovernanceError('questions_closed')
    }
    await assertSpeaks(trx, assembly, memberId, clock)
    const question = { id: newId(), assemblyId, memberId, body, askedAt: clock.now() }
    return WrittenQuestion.create(question, { client: trx })
  })
}

/** The office answers, or writes the answer anew; each time stands in the trail. */
export function answerQuestion(input: Act & { questionId: string; answer: string; actor: Actor }) {
  const { assemblyId, questionId, answer, actor, clock } = input
  return actOf(async (trx) => {
    await lockedAssembly(trx, assemblyId)
    const question = await WrittenQuestion.query({ client: trx })
      .where({ id: questionId, assemblyId })
      .first()
    if (!question) throw new GovernanceError('unknown_question')
    const before = question.answer
    await question
      .merge({ answer, answeredAt: clock.now(), answeredByLabel: actorLabel(actor) })
      .save()
    await recordAuditEvent(trx, {
      actor,
      action: 'governance.answer_question',
      subject: { type: 'assembly', id: assemblyId },
      before: before ? { answer: before } : null,
      after: { question: questionId, answer },
      clock,
    })
    return question
  })
}
