/**
 * The one list of recurring jobs. `cron` is in Europe/Paris.
 */
export type ScheduledJob = { name: string; cron: string; payload?: Record<string, unknown> }

export const schedule: ScheduledJob[] = []
