import { expect, test } from 'vitest'
import { SERVER_KINDS } from '@/lib/server-kinds'
import { changesBetween, draftOf } from './changes'
import { profileFromUser, readUser, type User } from './user-object'

const user = (over: Partial<User> = {}): User => ({
  id_str: '1001',
  screen_name: 'wren',
  name: 'Wren',
  description: '',
  location: '',
  url: null,
  ...over,
})

const link = (url: string, expanded_url: string, display_url: string, from: number) => ({
  url,
  expanded_url,
  display_url,
  indices: [from, from + url.length] as [number, number],
})

test('short links in a bio go back to what the person wrote, in their order', () => {
  const profile = profileFromUser(
    user({
      description: 'Birds https://t.co/AAAAAAAAAA & maps https://t.co/BBBBBBBBBB.',
      entities: {
        description: {
          urls: [
            link('https://t.co/BBBBBBBBBB', 'https://maps.example/fen', 'maps.example/fen', 37),
            link('https://t.co/AAAAAAAAAA', 'https://birds.example/', 'birds.example', 6),
          ],
        },
      },
    }),
    SERVER_KINDS.x,
  )
  expect(profile.bio).toBe('Birds https://birds.example/ & maps https://maps.example/fen.')
})

test('a link without its short form is nowhere in the text', () => {
  const urls = [link('', 'https://birds.example/', 'birds.example', 0)]
  expect(
    profileFromUser(user({ description: 'Birds', entities: { description: { urls } } }), SERVER_KINDS.x).bio,
  ).toBe('Birds')
})

test('an address too long for a browser is none, and a text too long to compare is cut', () => {
  const photo = `https://pbs.example/${'a'.repeat(2000)}.png`
  const read = readUser({ ...user({ profile_banner_url: photo, description: 'é'.repeat(20_000) }) })
  expect(read.ok && profileFromUser(read.value, SERVER_KINDS.x)).toMatchObject({
    bannerUrl: null,
    bio: 'é'.repeat(10_000),
  })
})

test('a link written without a scheme comes back without one', () => {
  const description = 'See https://t.co/AAAAAAAAAA'
  const urls = [link('https://t.co/AAAAAAAAAA', 'http://birds.example/a', 'birds.example/a', 4)]
  expect(
    profileFromUser(user({ description, entities: { description: { urls } } }), SERVER_KINDS.x).bio,
  ).toBe('See birds.example/a')
})

test('a link behind emoji is put back whatever its indices count', () => {
  const description = '🐦🐦 https://t.co/AAAAAAAAAA 🐦'
  const urls = [link('https://t.co/AAAAAAAAAA', 'https://birds.example/', 'birds.example', 3)]
  expect(
    profileFromUser(user({ description, entities: { description: { urls } } }), SERVER_KINDS.x).bio,
  ).toBe('🐦🐦 https://birds.example/ 🐦')
})

test('the website is the whole long address', () => {
  const url = 'https://t.co/AAAAAAAAAA'
  const urls = [link(url, 'http://birds.example', 'birds.example', 0)]
  expect(profileFromUser(user({ url, entities: { url: { urls } } }), SERVER_KINDS.x).website).toBe(
    'http://birds.example',
  )
})

test('a short link without its long form stays as it is', () => {
  const url = 'https://t.co/AAAAAAAAAA'
  expect(profileFromUser(user({ url }), SERVER_KINDS.x).website).toBe(url)
})

test('the three escapes are undone once, and once only', () => {
  const profile = profileFromUser(
    user({ name: 'a &lt;b&gt; &amp; &amp;lt;', location: '&quot;' }),
    SERVER_KINDS.x,
  )
  expect([profile.name, profile.location]).toEqual(['a <b> & &lt;', '&quot;'])
})

test('an escape within a link is left alone', () => {
  const description = 'https://t.co/AAAAAAAAAA'
  const urls = [link(description, 'https://birds.example/?a=1&amp;b=2', 'birds.example/?a=1', 0)]
  expect(
    profileFromUser(user({ description, entities: { description: { urls } } }), SERVER_KINDS.x).bio,
  ).toContain('&amp;b')
})

test('a profile nobody touched has no changes', () => {
  const profile = profileFromUser(
    user({
      name: ' odd  name ',
      description: 'עברית\r\n🐦 e\u0301 &amp;',
      location: 'x\ny',
      url: 'nonsense',
    }),
    SERVER_KINDS.x,
  )
  expect(changesBetween(profile, draftOf(profile))).toEqual([])
})

test('the photo is shown at its original size, and none while it is the server’s own', () => {
  const profile_image_url_https = 'https://pbs.example/profile_images/1/ab_normal.png'
  expect(profileFromUser(user({ profile_image_url_https }), SERVER_KINDS.x).avatarUrl).toBe(
    'https://pbs.example/profile_images/1/ab.png',
  )
  expect(
    profileFromUser(user({ profile_image_url_https, default_profile_image: true }), SERVER_KINDS.x).avatarUrl,
  ).toBeNull()
})

test('a photo of X’s is not taken for a small one, whatever its address is like', () => {
  const profile_image_url_https = 'https://pbs.example/profile_images/1/ab.png'
  const profile = profileFromUser(
    user({ profile_image_url_https, default_profile_image: false }),
    SERVER_KINDS.x,
  )
  expect(profile.avatarUrl).toBe(profile_image_url_https)
  expect(profile).not.toHaveProperty('avatarSidePixels')
})

test('a theme picture is not somebody’s background', () => {
  const url = 'https://abs.example/images/themes/theme1/bg.png'
  expect(
    profileFromUser(user({ profile_background_image_url_https: url }), SERVER_KINDS.x).backgroundUrl,
  ).toBeNull()
})

test('a colour is read with and without its sign, and a wrong one gives way to the classic blue', () => {
  const colors = ['37504f', '#37504F', 'red;}', null].map(
    (color) => profileFromUser(user({ profile_background_color: color }), SERVER_KINDS.x).backgroundColor,
  )
  expect(colors).toEqual(['#37504F', '#37504F', '#C0DEED', '#C0DEED'])
})

test('an answer that is no User object names what is wrong with it', () => {
  expect(readUser({ id_str: '1', screen_name: 5, name: 'x' })).toEqual({ ok: false, error: 'screen_name' })
  expect(readUser('<html>')).toEqual({ ok: false, error: 'the answer itself' })
})

test('an id or a handle that nobody has is not read', () => {
  const long = '1'.repeat(101)
  expect(readUser({ id_str: long, screen_name: 'wren', name: 'Wren' })).toEqual({
    ok: false,
    error: 'id_str',
  })
  expect(readUser({ id_str: '1', screen_name: long, name: '' })).toEqual({ ok: false, error: 'screen_name' })
})

test('no more than a hundred links of a text are put back', () => {
  const urls = Array.from({ length: 101 }, (_, at) =>
    link(`t.co/${1000 + at}`, `https://${at}.example`, '', at),
  )
  const description = urls.map(({ url }) => url).join(' ')
  const { bio } = profileFromUser(user({ description, entities: { description: { urls } } }), SERVER_KINDS.x)
  expect(bio).toMatch(/ https:\/\/99\.example t\.co\/1100$/)
})

test('a User object without id_str and without https fields is read all the same', () => {
  const old = { id: 42, screen_name: 'wren', name: 'Wren', profile_image_url: 'https://fen.example/wren.png' }
  const read = readUser({ ...old, profile_background_image_url: '' })
  expect(read.ok && profileFromUser(read.value, SERVER_KINDS.x)).toMatchObject({
    id: '42',
    avatarUrl: 'https://fen.example/wren.png',
    backgroundUrl: null,
  })
})

test('an id too large for a number is not guessed at', () => {
  expect(readUser({ id: 2 ** 53, screen_name: 'wren', name: 'Wren' }).ok).toBe(false)
})

/** As recorded from StatusNet 0.9.7 and GNU social 1.20.10. */
const STATUSNET = {
  id: 4,
  name: 'Avocet &amp; Marsh',
  screen_name: 'avocet',
  location: null,
  description: null,
  profile_image_url: 'https://fen.example/avatar/4-48-20261129235641.png',
  url: null,
  profile_background_color: '',
  profile_background_image_url: 'https://fen.example/background/3.png',
  profile_background_tile: false,
}
const GNU_SOCIAL = {
  id: 5,
  name: 'Avocet &lt;3',
  screen_name: 'avocet',
  profile_image_url: 'https://fen.example/avatar/5-48-20261129235844.png',
  profile_image_url_https: 'https://fen.example/avatar/5-48-20261129235844.png',
  profile_image_url_profile_size: 'https://fen.example/avatar/5-96-20261129235844.png',
  profile_image_url_original: 'https://fen.example/avatar/-original-tmp20261129235844.png',
}

function profileAt(id: 'gnusocial' | 'statusnet', json: object) {
  const read = readUser(json)
  if (!read.ok) throw new Error(read.error)
  return profileFromUser(read.value, SERVER_KINDS[id])
}

test('where nothing is escaped nothing is undone: what was typed stays letter for letter', () => {
  expect(profileAt('statusnet', STATUSNET).name).toBe('Avocet &amp; Marsh')
  expect(profileAt('gnusocial', GNU_SOCIAL).name).toBe('Avocet &lt;3')
})

test('a background of which nothing says whether it is shown is not switched off', () => {
  expect(profileAt('statusnet', STATUSNET)).toMatchObject({ showBackground: true, tileBackground: false })
})

test('the photo is the original where the server names it, and else is known to be a small one', () => {
  const { profile_image_url_original: original, ...small } = GNU_SOCIAL
  const whole = profileAt('gnusocial', GNU_SOCIAL)
  expect(whole).toMatchObject({ avatarUrl: original })
  expect(whole).not.toHaveProperty('avatarSidePixels')
  expect(profileAt('gnusocial', small)).toMatchObject({
    avatarUrl: small.profile_image_url_profile_size,
    avatarSidePixels: 96,
  })
  expect(profileAt('statusnet', STATUSNET)).toMatchObject({
    avatarUrl: STATUSNET.profile_image_url,
    avatarSidePixels: 48,
  })
})

test.each([
  'https://fen.example/theme/default/default-avatar-stream.png',
  'https://fen.example/theme/neo-gnu/default-avatar-profile.png',
  'https://abs.twimg.com/sticky/default_profile_images/default_profile_normal.png',
])('%s is nobody’s own photo, though nothing else says so', (profile_image_url) => {
  expect(profileAt('statusnet', { ...STATUSNET, profile_image_url }).avatarUrl).toBeNull()
})

test('the link colour is read as X, StatusNet and GNU social write it, and is empty where none is told', () => {
  const colourOf = (more: object) => {
    const user = readUser({ id_str: '1', screen_name: 'wren', name: 'Wren', ...more })
    return user.ok ? profileFromUser(user.value, SERVER_KINDS.x).linkColor : null
  }
  expect(colourOf({ profile_link_color: '71295e' })).toBe('#71295E')
  expect(colourOf({ profile_link_color: '#71295E' })).toBe('#71295E')
  expect(colourOf({ linkcolor: '71295E' })).toBe('#71295E')
  expect(colourOf({ profile_link_color: '', linkcolor: '71295E' })).toBe('#71295E')
  expect(colourOf({ linkcolor: false })).toBe('')
  expect(colourOf({ profile_link_color: '' })).toBe('')
  expect(colourOf({})).toBe('')
})
