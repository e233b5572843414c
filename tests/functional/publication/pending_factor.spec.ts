import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { PERIOD, PublicationScene } from '#tests/functional/publication/scene'
import { asStaff } from '#tests/support/accounts'
import { Clock } from '#values/clock'

test.group('Publication | a month that is not public yet, and the second factor', (group) => {
  let scene: PublicationScene
  group.setup(async () => {
    scene = await PublicationScene.open()
    await scene.sealed()
    return () => scene.close()
  })
  group.each.setup(() => {
    app.container.swap(Clock, () => scene.clock)
  })

  test('a password alone shows nothing of it, the factor shows page and file', async ({
    client,
  }) => {
    const { treasurer } = scene.people
    for (const path of [`/publication/${PERIOD}`, `/publication/${PERIOD}/r1/public/report.json`]) {
      const pending = await client.get(path).withGuard('web').loginAs(treasurer)
      pending.assertStatus(404)
      const shown = await asStaff(client.get(path), treasurer)
      shown.assertStatus(200)
    }
  })
})
