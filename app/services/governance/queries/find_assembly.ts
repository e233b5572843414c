import { errors } from '@adonisjs/core'
import Assembly from '#models/governance/assembly'

/** The meeting's file with its statutes; a page that is not there when there is none. */
export async function findAssembly(id: string): Promise<Assembly> {
  const assembly = await Assembly.query().where('id', id).preload('statuteProfile').first()
  if (!assembly) throw new errors.E_ROUTE_NOT_FOUND(['GET', `/governance/${id}`])
  return assembly
}
