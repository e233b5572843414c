import { test } from '@japa/runner'
import { capabilitiesOf, rolesAllow } from '#services/identity/capabilities'
import { describeAgent } from '#services/identity/describe_agent'
import {
  currentTotpCode,
  decryptTotpSecret,
  encryptTotpSecret,
  matchTotpStep,
  newTotpSecret,
} from '#services/identity/totp'
import { FixedClock } from '#values/clock'

/** RFC 6238, appendix B: the secret "12345678901234567890" in base32, its last six digits. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const at = (seconds: number) => new FixedClock(new Date(seconds * 1000).toISOString())

test.group('Identity: time-based codes', () => {
  test('codes are those of RFC 6238, appendix B')
    .with([
      { seconds: 59, code: '287082' },
      { seconds: 1111111109, code: '081804' },
      { seconds: 1234567890, code: '005924' },
      { seconds: 2000000000, code: '279037' },
    ])
    .run(({ assert }, { seconds, code }) => {
      assert.equal(currentTotpCode(RFC_SECRET, at(seconds)), code)
      assert.equal(matchTotpStep(RFC_SECRET, code, null, at(seconds)), Math.floor(seconds / 30))
    })

  test('one period early or late is accepted, two are not', ({ assert }) => {
    const code = currentTotpCode(RFC_SECRET, at(3000))
    for (const seconds of [2970, 3000, 3059]) {
      assert.equal(matchTotpStep(RFC_SECRET, code, null, at(seconds)), 100, String(seconds))
    }
    for (const seconds of [2939, 3060]) {
      assert.isNull(matchTotpStep(RFC_SECRET, code, null, at(seconds)), String(seconds))
    }
  })

  test('a step that was used, or an older one, is never accepted again', ({ assert }) => {
    const code = currentTotpCode(RFC_SECRET, at(3000))
    assert.equal(matchTotpStep(RFC_SECRET, code, 99n, at(3000)), 100)
    assert.isNull(matchTotpStep(RFC_SECRET, code, 100n, at(3000)))
    assert.isNull(matchTotpStep(RFC_SECRET, code, 101n, at(3000)))
  })

  test('what is not six digits is refused without a look', ({ assert }) => {
    for (const code of ['', '12345', '1234567', '12345a', '１２３４５６', ' 287082']) {
      assert.isNull(matchTotpStep(RFC_SECRET, code, null, at(59)))
    }
  })

  test('a secret is kept encrypted, each time otherwise, and read back', ({ assert }) => {
    const secret = newTotpSecret()
    const [one, other] = [encryptTotpSecret(secret), encryptTotpSecret(secret)]
    assert.notEqual(one, other)
    assert.notInclude(one, secret)
    assert.equal(decryptTotpSecret(one), secret)
    assert.throws(() => decryptTotpSecret('nonsense'), /APP_KEY/)
  })
})

test.group('Identity: what roles allow', () => {
  test('an administrator does not touch money, a treasurer does not name staff', ({ assert }) => {
    assert.isFalse(rolesAllow(['administrator'], 'royalties.close_period'))
    assert.isFalse(rolesAllow(['treasurer'], 'identity.manage_roles'))
    assert.isTrue(rolesAllow(['moderator', 'treasurer'], 'royalties.close_period'))
    assert.deepEqual(capabilitiesOf([]), [])
  })

  test('a device is named so that its owner recognises it', ({ assert }) => {
    const edge = 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/130 Safari/537 Edg/130'
    assert.equal(describeAgent(edge), 'Edge, Windows')
    assert.isNull(describeAgent('curl/8'))
    assert.isNull(describeAgent(null))
  })
})
