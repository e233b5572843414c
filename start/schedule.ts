/**
 * The one list of recurring jobs. `cron` is in Europe/Paris.
 */
export type ScheduledJob = { name: string; cron: string; payload?: Record<string, unknown> }

export const schedule: ScheduledJob[] = [
  { name: 'publication.revive', cron: '*/5 * * * *' },
  { name: 'publication.notify_left', cron: '17 * * * *' },
  { name: 'licensing.tell_left', cron: '37 * * * *' },
  { name: 'governance.open_remote_votes', cron: '* * * * *' },
  { name: 'governance.end_silent_presences', cron: '* * * * *' },
  { name: 'governance.close_due_votes', cron: '* * * * *' },
  { name: 'identity.forget_old_sessions', cron: '40 3 * * *' },
  { name: 'membership.forget_unsigned_applications', cron: '50 3 * * *' },
  { name: 'membership.erase_old_applications', cron: '55 3 * * *' },
  { name: 'subscriptions.end_cancelled', cron: '2 0 * * *' },
  { name: 'subscriptions.ask_monthly_fees', cron: '10 0 * * *' },
  { name: 'shares.make_exits_effective', cron: '5 0 * * *' },
  { name: 'shares.record_roots', cron: '15 0 * * *' },
  { name: 'shares.remind_calls', cron: '0 8 * * *' },
  { name: 'shares.tell_members', cron: '*/5 * * * *' },
  { name: 'governance.send_notices_left', cron: '27 * * * *' },
  { name: 'governance.remind', cron: '30 8 * * *' },
  { name: 'invariants.watch', cron: '*/20 * * * *' },
  { name: 'invariants.run', cron: '30 4 * * *' },
]
