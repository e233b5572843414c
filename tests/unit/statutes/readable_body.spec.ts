import { test } from '@japa/runner'
import { REFERENCE_SETTINGS } from '#services/statutes/reference_profile'
import { referenceSource } from '#services/statutes/reference_source'
import { readableBody, renderBodies, statutesHtml } from '#services/statutes/text/render_statutes'
import { sha256Hex } from '#values/digest'

const LOOSE = / [:;!?»]\s|« /

test.group('The statutes as they are read', () => {
  test('French signs keep to their words; what is signed stays as it was typed', async ({
    assert,
  }) => {
    const bodies = renderBodies(REFERENCE_SETTINGS, await referenceSource())
    assert.match(bodies.bodyFr, LOOSE)
    assert.equal(bodies.bodySha256, sha256Hex(bodies.bodyFr))
    const html = statutesHtml(readableBody(bodies, 'fr'))
    assert.notMatch(html, LOOSE)
    assert.include(html, '«\u00a0')
    assert.equal(readableBody(bodies, 'en'), bodies.bodyEn)
  })
})
