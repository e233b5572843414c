import { type Data } from '@generated/data'
import { type JSONDataTypes } from '@adonisjs/core/types/transformers'

export type InertiaProps<T extends JSONDataTypes = {}> = Data.SharedProps & T

/** What every page receives besides its own props (app/middleware/inertia_middleware.ts). */
export interface SharedPage {
  errors: Record<string, string>
  flash: { error?: string; success?: string }
  locale: 'fr' | 'en'
  /** Not there on the page of a failure that kept it from being read. */
  legalMention?: string | null
  isDemo: boolean
  account?: {
    id: string
    fullName: string
    email: string
    emailVerified: boolean
    doors: {
      subscriber: boolean
      artist: boolean
      member: boolean
      office: boolean
      approver: boolean
      roles: string[]
    }
  }
}
