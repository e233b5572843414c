import type { JobDefinition } from '#jobs/job'
import { meetingNoticeJobs } from '#jobs/governance/notice_jobs'
import { voteJobs } from '#jobs/governance/vote_jobs'
import { invariantJobs } from '#jobs/invariant_jobs'
import { identityJobs } from '#jobs/identity/forget_jobs'
import { shareJobs } from '#jobs/licensing/share_jobs'
import { applicationJobs } from '#jobs/membership/application_jobs'
import { noticeJobs } from '#jobs/publication/notify_jobs'
import { publicationJobs } from '#jobs/publication/push_jobs'
import { royaltiesJobs } from '#jobs/royalties/close_jobs'
import { sharesJobs } from '#jobs/shares/daily_jobs'
import { subscriptionJobs } from '#jobs/subscriptions/monthly_jobs'

/** Every job that a worker can run, by name. */
export const jobs: JobDefinition<any>[] = [
  ...identityJobs,
  ...shareJobs,
  ...applicationJobs,
  ...royaltiesJobs,
  ...publicationJobs,
  ...noticeJobs,
  ...sharesJobs,
  ...subscriptionJobs,
  ...voteJobs,
  ...meetingNoticeJobs,
  ...invariantJobs,
]
