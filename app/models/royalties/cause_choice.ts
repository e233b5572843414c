import { CauseChoiceSchema } from '#database/schema'

/** Where one subscriber wants the contributions' part of the fee to go, from a day on. */
export default class CauseChoice extends CauseChoiceSchema {}
