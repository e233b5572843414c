import { test } from '@japa/runner'
import ace from '@adonisjs/core/services/ace'
import app from '@adonisjs/core/services/app'
import logger from '@adonisjs/core/services/logger'
import db from '@adonisjs/lucid/services/db'
import env from '#start/env'
import ChainTransaction from '#models/publication/chain_transaction'
import { jobs } from '#jobs/registry'
import { pushJob, reviveJob } from '#jobs/publication/push_jobs'
import { QueueManager } from '#jobs/queue'
import { PublicationScene } from '#tests/functional/publication/scene'

const CONTEXT = { id: '', attempt: 1, progress: async () => {} }

test.group('Publication | jobs', (group) => {
  let scene: PublicationScene
  group.each.setup(async () => {
    scene = await PublicationScene.open()
    await scene.approveByTwo()
    return () => scene.close()
  })

  test('P23 a worker on the real queue pushes a publication to the end', async ({ assert }) => {
    const queue = new QueueManager({
      databaseUrl: env.get('DATABASE_URL'),
      logger,
      schema: 'bullmq_publication',
    })
    app.container.swap(QueueManager, () => queue)
    try {
      await queue.queue.obliterate({ force: true })
      await queue.startWorker(jobs, 2)
      const row = await ChainTransaction.findOrFail(await scene.publish())
      for (let tries = 0; row.state !== 'verified' && tries < 200; tries++) {
        await new Promise((resolve) => setTimeout(resolve, 50))
        await row.refresh()
      }
      assert.equal(row.state, 'verified')
    } finally {
      await queue.close()
    }
  })

  test('what stands in the way is written on the row, and the job comes back', async ({
    assert,
  }) => {
    const id = await scene.publish()
    await db.rawQuery('ALTER TABLE chain_transactions DISABLE TRIGGER USER')
    const nowhere = `0x${'22'.repeat(20)}`
    await db.from('chain_transactions').where({ id }).update({ contract_address: nowhere })
    await db.rawQuery('ALTER TABLE chain_transactions ENABLE TRIGGER USER')
    await pushJob.handle({ transactionId: id }, CONTEXT)
    const row = await ChainTransaction.findOrFail(id)
    assert.equal(row.state, 'approved')
    assert.match(row.failure!, /There is no contract at/)
    assert.deepEqual(row.refusal, { code: 'no_contract', figures: { contract: nowhere } })
    assert.deepEqual(scene.queue.added.at(-1), {
      name: 'publication.push',
      payload: { transactionId: id },
      delay: 30_000,
    })
  })

  test('a publication whose job was lost is taken up again', async ({ assert }) => {
    const id = await scene.publish()
    scene.queue.added.length = 0
    await reviveJob.handle({}, CONTEXT)
    assert.lengthOf(scene.queue.added, 0)
    scene.clock.moveTo(scene.clock.now().plus({ minutes: 6 }))
    await reviveJob.handle({}, CONTEXT)
    assert.deepEqual(scene.queue.added[0]!.payload, { transactionId: id })
    await scene.push(id)
    scene.queue.added.length = 0
    scene.clock.moveTo(scene.clock.now().plus({ minutes: 6 }))
    await reviveJob.handle({}, CONTEXT)
    assert.lengthOf(scene.queue.added, 0)
  })

  test('publication:deploy finds the registry that stands', async ({ assert }) => {
    ace.ui.switchMode('raw')
    const command = await ace.exec('publication:deploy', [])
    assert.equal(command.exitCode ?? 0, 0)
    const said = command.ui.logger.getLogs().at(-1)!.message
    assert.include(said, `already deployed at ${scene.contract.address}`)
  })
})
