import { BaseSchema } from '@adonisjs/lucid/schema'

/** What was decided, who stood for it and who could vote stay as they were (C23, C28, C30). */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      -- After its vote a resolution changes in what follows from it alone: its effect, its publication.
      CREATE FUNCTION guard_decided() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.state = 'closed'
           AND (to_jsonb(NEW) - ARRAY['effected_at', 'effect_failure', 'published_at', 'updated_at'])
             IS DISTINCT FROM
               (to_jsonb(OLD) - ARRAY['effected_at', 'effect_failure', 'published_at', 'updated_at']) THEN
          RAISE EXCEPTION 'what was decided does not change' USING ERRCODE = 'check_violation', CONSTRAINT = 'resolution_decided';
        END IF;
        IF OLD.effected_at IS NOT NULL AND NEW.effected_at IS DISTINCT FROM OLD.effected_at THEN
          RAISE EXCEPTION 'a change is put in force once' USING ERRCODE = 'check_violation', CONSTRAINT = 'resolution_decided';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER resolutions_decided BEFORE UPDATE ON resolutions
        FOR EACH ROW EXECUTE FUNCTION guard_decided();

      -- Who stands is known with the notice (C28).
      CREATE FUNCTION guard_candidates() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE candidate candidates := coalesce(NEW, OLD);
      BEGIN
        IF EXISTS (SELECT 1 FROM resolutions r JOIN assemblies a ON a.id = r.assembly_id
                    WHERE r.id = candidate.resolution_id AND a.state <> 'draft') THEN
          RAISE EXCEPTION 'who stands is fixed since the notice' USING ERRCODE = 'check_violation', CONSTRAINT = 'agenda_frozen';
        END IF;
        RETURN candidate;
      END $$;
      CREATE TRIGGER candidates_frozen BEFORE INSERT OR UPDATE OR DELETE ON candidates
        FOR EACH ROW EXECUTE FUNCTION guard_candidates();

      -- The published root, the number and the end of a meeting are given once (C23).
      CREATE FUNCTION guard_assembly() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF (OLD.electorate_root IS NOT NULL AND (NEW.electorate_root, NEW.electorate_frozen_at)
              IS DISTINCT FROM (OLD.electorate_root, OLD.electorate_frozen_at))
           OR (OLD.electorate_root IS NOT NULL AND NEW.starts_at IS DISTINCT FROM OLD.starts_at)
           OR (OLD.number IS NOT NULL AND NEW.number IS DISTINCT FROM OLD.number)
           OR (OLD.noticed_at IS NOT NULL AND (NEW.noticed_at, NEW.statute_profile_id)
              IS DISTINCT FROM (OLD.noticed_at, OLD.statute_profile_id))
           OR (OLD.closed_at IS NOT NULL AND NEW.closed_at IS DISTINCT FROM OLD.closed_at)
           OR (OLD.state = 'closed' AND NEW.state NOT IN ('closed', 'signed'))
           OR (OLD.state = 'signed' AND NEW.state <> 'signed') THEN
          RAISE EXCEPTION 'what was called and counted does not change' USING ERRCODE = 'check_violation', CONSTRAINT = 'electorate_frozen';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER assemblies_guard BEFORE UPDATE ON assemblies
        FOR EACH ROW EXECUTE FUNCTION guard_assembly();
    `)
  }

  async down() {
    this.schema.raw(`
      DROP TRIGGER assemblies_guard ON assemblies;
      DROP TRIGGER candidates_frozen ON candidates;
      DROP TRIGGER resolutions_decided ON resolutions;
      DROP FUNCTION guard_assembly(), guard_candidates(), guard_decided();
    `)
  }
}
