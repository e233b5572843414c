import type { Check } from './check.js'

export const checks: Check[] = [
  {
    name: 'catalogue.published_works_complete',
    sentence: 'Every published work has a file, a torrent, a licence and a split sheet (P29).',
    sql: `SELECT w.id, w.slug FROM works w
           WHERE w.state = 'published'
             AND NOT (EXISTS (SELECT 1 FROM media_files m WHERE m.work_id = w.id)
                  AND EXISTS (SELECT 1 FROM torrents t WHERE t.work_id = w.id)
                  AND EXISTS (SELECT 1 FROM licences l WHERE l.work_id = w.id)
                  AND EXISTS (SELECT 1 FROM split_sheets s WHERE s.work_id = w.id))`,
  },
  {
    name: 'catalogue.state_is_last_change',
    sentence: 'The state of every work is the one of its last recorded change.',
    sql: `SELECT w.id, w.state FROM works w
           WHERE EXISTS (SELECT 1 FROM work_state_changes c WHERE c.work_id = w.id)
             AND NOT EXISTS (SELECT 1 FROM work_state_changes c
                  WHERE c.work_id = w.id AND c.to_state = w.state
                    AND c.at = (SELECT max(at) FROM work_state_changes WHERE work_id = w.id))`,
  },
  {
    name: 'catalogue.refusals_have_reasons',
    sentence: 'Every refusal, postponement and withdrawal of a work gives its reason (P29).',
    sql: `SELECT id, work_id, to_state FROM work_state_changes
           WHERE to_state IN ('rejected', 'postponed', 'withdrawn') AND coalesce(trim(reason), '') = ''`,
  },
]
