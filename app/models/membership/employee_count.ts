import { EmployeeCountSchema } from '#database/schema'

/** How many people the co-operative employed on a day, as declared by the office (C01). */
export default class EmployeeCount extends EmployeeCountSchema {}
