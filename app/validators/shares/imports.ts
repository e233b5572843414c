import vine from '@vinejs/vine'
import { IMPORT_FIELDS, type ImportField } from '#services/shares/import/columns'

export const importFileValidator = vine.create({
  file: vine.file({ size: '20mb' }),
})

const column = () => vine.number().withoutDecimals().range([0, 500]).optional()
const columns = Object.fromEntries(IMPORT_FIELDS.map((field) => [field, column()])) as Record<
  ImportField,
  ReturnType<typeof column>
>

export const mappingValidator = vine.create({ mapping: vine.object(columns) })
