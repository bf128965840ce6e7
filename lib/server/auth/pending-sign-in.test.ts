import { expect, test } from 'vitest'
import { forgetSignIn, readPendingSignIn, rememberSignIn } from './pending-sign-in'

/** The cookies of one browser. */
function makeJar() {
  const jar = new Map<string, string>()
  return {
    take(setCookies: string[]) {
      for (const setCookie of setCookies) {
        const [pair = ''] = setCookie.split(';')
        const name = pair.slice(0, pair.indexOf('='))
        if (setCookie.includes('Max-Age=0')) jar.delete(name)
        else jar.set(name, pair)
      }
    },
    set: (name: string, value: string) => void jar.set(name, `${name}=${value}`),
    header: () => [...jar.values()].join('; '),
    size: () => jar.size,
  }
}
type Jar = ReturnType<typeof makeJar>

const tokenOf = (name: string) => ({ token: `token-${name}`, secret: `secret-${name}` })

const begin = async (jar: Jar, name: string) => jar.take(await rememberSignIn(tokenOf(name), jar.header()))
const pending = (jar: Jar, name: string) => readPendingSignIn(`token-${name}`, jar.header())

test('sign-ins that are under way in several tabs do not end each other', async () => {
  const jar = makeJar()
  for (const name of ['one', 'two', 'three']) await begin(jar, name)
  for (const name of ['two', 'one', 'three']) {
    expect(await pending(jar, name)).toMatchObject(tokenOf(name))
    jar.take([forgetSignIn(`token-${name}`)])
    expect(await pending(jar, name)).toBeNull()
  }
  expect(jar.size()).toBe(0)
})

test('a callback of somebody else’s fits none of them, and ends none', async () => {
  const jar = makeJar()
  await begin(jar, 'one')
  for (const foreign of ['token-two', '', 'one', 'token-one ', '%', '.']) {
    expect(await readPendingSignIn(foreign, jar.header())).toBeNull()
    jar.take([forgetSignIn(foreign)])
  }
  expect(await pending(jar, 'one')).toMatchObject(tokenOf('one'))
})

test('a cookie that belongs to another token is not taken for this one', async () => {
  const jar = makeJar()
  await begin(jar, 'one')
  const other = makeJar()
  await begin(other, 'two')
  const [name = ''] = jar.header().split('=')
  const value = other.header().slice(other.header().indexOf('=') + 1)
  jar.set(name, value)
  expect(await pending(jar, 'one')).toBeNull()
})

test('of many the oldest go, and the last four can be finished', async () => {
  const jar = makeJar()
  const names = Array.from({ length: 12 }, (_, index) => String(index))
  for (const name of names) await begin(jar, name)
  const found = await Promise.all(names.map((name) => pending(jar, name)))
  expect(found.map((one) => one !== null)).toEqual(names.map((_, index) => index >= 8))
  expect(jar.size()).toBe(4)
})

test('what cannot be opened makes room first', async () => {
  const jar = makeJar()
  for (let index = 0; index < 9; index += 1) jar.set(`plumage.sign-in.${index}`, 'junk')
  for (const name of ['one', 'two', 'three', 'four']) await begin(jar, name)
  expect(await pending(jar, 'one')).not.toBeNull()
  expect(jar.size()).toBe(4)
})

test('however long a server’s tokens are, a Cookie header stays short enough for every server', async () => {
  const jar = makeJar()
  for (let index = 0; index < 12; index += 1) {
    const token = { token: `${index}-${'t'.repeat(600)}`, secret: 's'.repeat(600) }
    jar.take(await rememberSignIn(token, jar.header()))
    expect(await readPendingSignIn(token.token, jar.header())).toMatchObject(token)
    expect(Buffer.byteLength(jar.header())).toBeLessThanOrEqual(3072)
  }
})
