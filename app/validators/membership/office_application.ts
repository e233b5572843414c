import { errors } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import Application from '#models/membership/application'

/** The application in the address, for the office: the policy has been asked before. An erased one is gone. */
export async function officeApplication({ params, request }: HttpContext): Promise<Application> {
  const application = await Application.find(params.id)
  if (!application || application.erasedAt)
    throw new errors.E_ROUTE_NOT_FOUND([request.method(), request.url()])
  return application
}
