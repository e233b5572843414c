import ResolutionAmendment from '#models/governance/resolution_amendment'
import ResolutionComment from '#models/governance/resolution_comment'
import WrittenQuestion from '#models/governance/written_question'

/** All that members said before a meeting: about its draft resolutions, and in writing to it. */
export async function discussionOf(assemblyId: string, resolutionIds: string[]) {
  const [amendments, comments, questions] = await Promise.all([
    ResolutionAmendment.query()
      .whereIn('resolutionId', resolutionIds)
      .preload('member')
      .orderBy('createdAt'),
    ResolutionComment.query()
      .whereIn('resolutionId', resolutionIds)
      .whereNull('removedAt')
      .preload('member')
      .orderBy('createdAt'),
    WrittenQuestion.query().where({ assemblyId }).preload('member').orderBy('askedAt'),
  ])
  return { amendments, comments, questions }
}
export type Discussion = Awaited<ReturnType<typeof discussionOf>>
