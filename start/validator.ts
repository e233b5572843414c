import { SimpleMessagesProvider } from '@vinejs/vine'
import { type HttpContext } from '@adonisjs/core/http'
import { RequestValidator } from '@adonisjs/core/http'

/** Validation answers in the reader's language: resources/lang/<locale>/validator.json. */
RequestValidator.messagesProvider = (ctx: HttpContext) =>
  ctx.i18n ? ctx.i18n.createMessagesProvider() : new SimpleMessagesProvider({})
