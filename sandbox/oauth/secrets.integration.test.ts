import { createHmac } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { errorOf, send, WREN } from '../tests/client'
import { sandboxForTests } from '../tests/sandbox'
import { sameSignature } from './signature'

const sandbox = sandboxForTests()
const SECRETS = ['sandbox-secret', WREN.tokenSecret]

beforeEach(async () => {
  await sandbox.control('POST', 'reset')
})

const VERIFY = '/1.1/account/verify_credentials.json'

test('SHOULD 22: neither the log nor the terminal nor an answer holds a secret, not even one that a client sent', async () => {
  const leaking = `${VERIFY}?oauth_consumer_secret=sandbox-secret&oauth_token_secret=${WREN.tokenSecret}`
  const answers = [
    await send({ url: sandbox.url(VERIFY), ...WREN }),
    await send({ url: sandbox.url(leaking), ...WREN }),
    // Signed wrongly, so that base strings are shown.
    await send({ url: sandbox.url(leaking), ...WREN, tokenSecret: `${WREN.tokenSecret}x` }),
    await send({ url: sandbox.url(VERIFY), ...WREN, consumerSecret: 'other' }),
  ]
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 401, 401])
  const said = await Promise.all(answers.map((answer) => answer.text()))
  const log = await (await sandbox.control('GET', 'requests')).text()
  expect(JSON.parse(log)).toHaveLength(4)
  expect(sandbox.notices.length).toBeGreaterThan(0)
  for (const secret of SECRETS) {
    for (const text of [log, ...sandbox.notices, ...said]) expect(text).not.toContain(secret)
  }
})

test('SHOULD 22: a signature is compared whole: wrong in its first letter, its last, or its length is wrong', () => {
  const right = createHmac('sha1', 'consumer&token').update('GET&a&b').digest('base64')
  expect(sameSignature(right, right)).toBe(true)
  for (const wrong of [`x${right.slice(1)}`, `${right.slice(0, -2)}x=`, `${right}=`, right.slice(1), '']) {
    expect(sameSignature(wrong, right)).toBe(false)
  }
})

test('SHOULD 22 and 23: whatever is wrong with a signature, the answer is the one plain refusal', async () => {
  const wrong = [{ consumerSecret: 'other' }, { tokenSecret: 'other' }, { signedUrl: 'https://a.example/' }]
  for (const keys of wrong) {
    const refused = await send({ url: sandbox.url(VERIFY), ...WREN, ...keys })
    expect(await errorOf(refused)).toEqual({
      status: 401,
      code: 32,
      message: 'Could not authenticate you.',
    })
  }
})
