import { SavedViewSchema } from '#database/schema'

/** A list's filter that somebody of the office keeps under a name. */
export default class SavedView extends SavedViewSchema {}
