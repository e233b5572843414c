import type { Registry } from '../.adonisjs/client/registry/schema.d.ts'

/** `client.visit('route.name')` knows the routes of the application. */
declare module '@japa/api-client/types' {
  interface RoutesRegistry extends Registry {}
}
