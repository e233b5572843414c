import { JoinSettingSchema } from '#database/schema'

/** Who may open the form to join, from a moment on; the last row counts. */
export default class JoinSetting extends JoinSettingSchema {}
