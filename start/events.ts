/** A higher domain answers what a lower one asks or announces. */
import { registerWorkAccess } from '#services/catalogue/work_access'
import { trackerWorkAccess } from '#services/tracker/work_access'

registerWorkAccess(trackerWorkAccess)
