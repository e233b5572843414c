import env from '#start/env'
import app from '@adonisjs/core/services/app'

/**
 * Why a demo command must not run here, null where it may: made-up people, money and time have no
 * place in a real co-operative.
 */
export function notADemo(): string | null {
  if (app.inProduction) return 'This runs in production: the demo’s commands are refused.'
  if (!env.get('PEERFY_DEMO')) {
    return 'This is not the embedded demo co-operative: nothing was changed. Start it with "npm start".'
  }
  return null
}

export function demoClockFile(): string {
  return `${env.get('PEERFY_STORAGE')}/demo/clock.json`
}
