import { BallotSchema } from '#database/schema'

/** One right's one ballot in one vote, named (C25). Written once. */
export default class Ballot extends BallotSchema {}
