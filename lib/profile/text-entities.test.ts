import fc from 'fast-check'
import { expect, test } from 'vitest'
import { displayUrl, displayWebsite, segmentText } from './text-entities'

/** The text with what X links in brackets. */
const linked = (text: string) =>
  segmentText(text)
    .map((segment) => (segment.kind === 'plain' ? segment.text : `[${segment.text}]`))
    .join('')

test.each([
  // Addresses.
  ['See https://plumage.org now', 'See [plumage.org] now'],
  ['http://www.plumage.org/', '[plumage.org]'],
  ['plumage.org and www.plumage.org', '[plumage.org] and [plumage.org]'],
  ['HTTPS://Plumage.org/Wren', '[Plumage.org/Wren]'],
  ['https://youtube.com/watch?v=oHg5SJYRHA0', '[youtube.com/watch?v=oHg5SJ…]'],
  ['https://example.com?a=1', '[example.com?a=1]'],
  ['https://example.com:8080/a', '[example.com:8080/a]'],
  ['(plumage.org)', '([plumage.org])'],
  ['plumage.org, or plumage.org.', '[plumage.org], or [plumage.org].'],
  ['en.wikipedia.org/wiki/A_(b)', '[en.wikipedia.org/wiki/A_(b)]'],
  ['(en.wikipedia.org/wiki/A)', '([en.wikipedia.org/wiki/A])'],
  ['plumage.org/a,b!', '[plumage.org/a,b]!'],
  ['https://plumage.org/@wren/#tag', '[plumage.org/@wren/#tag]'],
  ['見てexample.comです', '見て[example.com]です'],
  ['https://例え.テスト/', '[例え.テスト]'],
  ['https://xn--r8jz45g.xn--zckzah/', '[xn--r8jz45g.xn--zckzah]'],
  ['example.com.notadomain', '[example.com].notadomain'],
  ['example.com.notadomain@', '[example.com].notadomain@'],
  ['Node.js, index.html, e.g. this', 'Node.js, index.html, e.g. this'],
  ['1.5 km, 3.14, v2.0', '1.5 km, 3.14, v2.0'],
  ['me@example.com', 'me@example.com'],
  ['path/example.com', 'path/example.com'],
  ['https://localhost/a', 'https://localhost/a'],
  ['ftp://example.com', 'ftp://example.com'],
  // Mentions.
  ['By @wren, @Jay_1 and @', 'By [@wren], [@Jay_1] and @'],
  ['.@wren', '.[@wren]'],
  ['＠wren', '[＠wren]'],
  ['a@wren, @wren@server, _@wren', 'a@wren, @wren@server, _@wren'],
  ['@wren/birds', '[@wren/birds]'],
  ['👋@wren', '👋[@wren]'],
  ['@müller', '@müller'],
  // Tags.
  ['#birds #2024 #2024birds #a_b', '[#birds] #2024 [#2024birds] [#a_b]'],
  ['#vögel #鳥 #طيور', '[#vögel] [#鳥] [#طيور]'],
  ['a#b &#x27; #a#b', 'a#b &#x27; #a#b'],
  ['#️⃣ 1 #c++ #a-b', '#️⃣ 1 [#c]++ [#a]-b'],
  ['❤️#birds', '❤️[#birds]'],
  ['$TWTR $5 US$TWTR $BRK.A', '[$TWTR] $5 US$TWTR [$BRK.A]'],
  ['', ''],
])('X links %j as %j', (text, expected) => {
  expect(linked(text)).toBe(expected)
})

test('what stands between links is kept as it is, line breaks and emoji included', () => {
  expect(segmentText('One\n\n👩‍👩‍👧 @wren\ntwo')).toEqual([
    { kind: 'plain', text: 'One\n\n👩‍👩‍👧 ' },
    { kind: 'mention', text: '@wren' },
    { kind: 'plain', text: '\ntwo' },
  ])
})

test.each([
  ['https://developer.twitter.com/', 'developer.twitter.com'],
  ['https://www.instagram.com/amazlng.nature', 'instagram.com/amazlng.nature'],
  ['https://twitter.com/i/web/status/1234567', 'twitter.com/i/web/status/1…'],
  ['https://www.instagram.com/p/BQOw_wilKAb/', 'instagram.com/p/BQOw_wilKAb/'],
  ['https://www.instagram.com/p/CIBUGqthPGJ/?igshid=1', 'instagram.com/p/CIBUGqthPGJ/…'],
  ['https://youtube.com/channel/UCmBRLoEbLBUod55EUrCtmCQ/videos', 'youtube.com/channel/UCmBRL…'],
  ['https://example.com/🐦🐦🐦🐦🐦🐦🐦🐦🐦🐦🐦🐦🐦🐦🐦', 'example.com/🐦🐦🐦🐦🐦🐦🐦🐦🐦🐦🐦🐦🐦🐦…'],
])('X shows the address %s as %s', (address, shown) => {
  expect(displayUrl(address)).toBe(shown)
})

test.each([
  ['https://wren.example/', 'wren.example'],
  ['http://wren.example/hedgerow', 'wren.example/hedgerow'],
  ['wren.example', 'wren.example'],
  ['wren.example?', 'wren.example?'],
])('the website %j is shown as %j', (website, shown) => {
  expect(displayWebsite(website)).toBe(shown)
})

test('no text takes long, and all of it that is no link is shown', () => {
  const pieces = fc.array(
    fc.oneof(
      fc.constantFrom(
        '@',
        '#',
        '$',
        '.',
        '/',
        '(',
        ')',
        'a',
        'com',
        'https://',
        '?',
        '&',
        ' ',
        '\n',
        'ä',
        '鳥',
        '-',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
  )
  fc.assert(
    fc.property(pieces, (parts) => {
      const text = parts.join('')
      const plain = segmentText(text).filter(({ kind }) => kind !== 'url')
      let from = 0
      for (const segment of plain) {
        const at = text.indexOf(segment.text, from)
        expect(at).toBeGreaterThanOrEqual(from)
        from = at + segment.text.length
      }
      if (plain.length === segmentText(text).length) expect(plain.map((it) => it.text).join('')).toBe(text)
    }),
  )
  for (const hard of ['a.', '(', 'a/', '@a', '#a', 'https://a.com/((', '.com'])
    segmentText(hard.repeat(5000 / hard.length))
})
