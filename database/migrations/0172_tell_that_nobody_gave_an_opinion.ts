import { BaseSchema } from '@adonisjs/lucid/schema'

const BEFORE = `'adopted', 'rejected', 'not_deliberated', 'favourable', 'unfavourable', 'void'`

/** A consultation to which nobody says yes or no gives no opinion, where it was told as unfavourable. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      ALTER TABLE resolutions
        DROP CONSTRAINT resolutions_outcome_check,
        ADD CONSTRAINT resolutions_outcome_check CHECK (outcome IN (${BEFORE}, 'no_opinion'));
    `)
  }

  /** What nobody gave an opinion on counts as before: not favourable. */
  async down() {
    this.schema.raw(`
      ALTER TABLE resolutions DISABLE TRIGGER USER;
      UPDATE resolutions SET outcome = 'unfavourable' WHERE outcome = 'no_opinion';
      ALTER TABLE resolutions ENABLE TRIGGER USER;
      ALTER TABLE resolutions
        DROP CONSTRAINT resolutions_outcome_check,
        ADD CONSTRAINT resolutions_outcome_check CHECK (outcome IN (${BEFORE}));
    `)
  }
}
