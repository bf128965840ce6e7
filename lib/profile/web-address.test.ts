import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wordsForTextProblem } from '@/lib/messages/text-errors'
import { SERVER_KINDS } from '@/lib/server-kinds'
import { problemWithText } from './text-errors'
import { normalizeText } from './text-rules'
import { tidyAddress } from './web-address'

test.each([
  ['example.com', 'https://example.com'],
  ['  example.com/a?b#c ', 'https://example.com/a?b#c'],
  ['example.com:8080/x', 'https://example.com:8080/x'],
  ['bücher.example', 'https://bücher.example'],
  ['i❤️.example', 'https://i❤️.example'],
  ['http://example.com', 'http://example.com'],
  ['HTTPS://example.com', 'HTTPS://example.com'],
  ['mailto:me@example.com', 'mailto:me@example.com'],
  ['just words', 'just words'],
  ['', ''],
  // What cannot be seen at the ends.
  ['\u200Bexample.com\u200E', 'https://example.com'],
  ['\uFEFF\u00A0\u202Ahttps://example.com/a\u202C\u00AD \u3000', 'https://example.com/a'],
  ['\u{E0001}https://example.com\u{E007F}', 'https://example.com'],
  ['https://example.com/❤️', 'https://example.com/❤️'],
  ['https://example.com/🏴󠁧󠁢󠁷󠁬󠁳󠁿', 'https://example.com/🏴󠁧󠁢󠁷󠁬󠁳󠁿'],
  // As input methods for Chinese, Japanese and Korean write it. A path may have such letters.
  ['ｅｘａｍｐｌｅ．ｃｏｍ', 'https://example.com'],
  ['https：／／例え。jp', 'https://例え.jp'],
  ['https://ｅｘａｍｐｌｅ．com/ａ', 'https://example.com/ａ'],
  ['https://example.com/ｐａｔｈ', 'https://example.com/ｐａｔｈ'],
])('the website %j is sent as %j', (typed, sent) => {
  expect(tidyAddress(typed)).toBe(sent)
})

test.each([
  ['javascript:alert(1)', /http or https/],
  ['ftp://example.com', /http or https/],
  ['mailto:wren@example.com', /http or https/],
  ['wren@example.com', /http or https/],
  ['just words', /such as example\.com/],
  ['wren', /such as example\.com/],
  ['https://', /such as example\.com/],
  ['https://:8080', /^Website needs an address such as example\.com/],
  ['https://wren', /“wren” isn’t a site/],
  ['https://localhost:3000', /“localhost” isn’t a site/],
  ['https://192.0.2.7/birds', /“192\.0\.2\.7” isn’t a site/],
  ['https://[2001:db8::1]/', /“\[2001:db8::1\]” isn’t a site/],
  ['1.5', /“1\.5” isn’t a site/],
  ['https://12345', /“12345” isn’t a site/],
  ['https://0x7f.1', /“0x7f\.1” isn’t a site/],
  ['https://-wren.example', /“-wren\.example” isn’t a site/],
  ['example.c', /“example\.c” isn’t a site/],
  ['https://https://example.com', /begins with “https:\/\/https:\/\/”\. Write “https:\/\/” instead/],
  ['http://https//example.com', /begins with “http:\/\/https\/\/”/],
  ['https//example.com', /begins with “https\/\/”/],
  ['http;//www.example.com/a', /begins with “http;\/\/”/],
  ['https:://example.com', /begins with “https:::?\/\/”/],
  ['https.//example.com', /begins with “https\.\/\/”/],
  ['//example.com', /begins with “\/\/”/],
  ['https://https//', /“https” isn’t a site/],
  ['example.com example.org', /Only one address fits/],
  ['https://example.com | https://wren.example/birds', /Only one address fits/],
  ['example.com ,', /such as example\.com/],
  ['example.com,\nwren.example; birds.example', /Only one address fits/],
  [`https://${'a'.repeat(64)}.example`, /isn’t a site/],
  ['https://me:secret@example.com', /password/],
  ['me:secret@example.com', /password/],
  ['https://@example.com', /password/],
  ['https:/example.com', /two slashes after “https:”/],
  ['https:example.com', /two slashes/],
  ['https:wren', /such as example\.com/],
  ['HTTPS:///example.com', /two slashes/],
  ['https:\\\\example.com', /two slashes/],
  ['https://example.com\\birds', /“\/” instead of “\\”/],
  ['https://example.com\\@wren.example', /“\/” instead of “\\”/],
  ['example..com', /dot too many in “example\.\.com”/],
  ['example.com.', /dot too many/],
  ['https://.example.com', /dot too many/],
  ['https://example.com.:8080', /dot too many/],
  ['https://example.com)', /can’t have “\)”/],
  ['(example.com)', /can’t have “\(”/],
  ['(wren)', /such as example\.com/],
  ['example.com]', /can’t have “\]”/],
  ['<https://example.com>', /can’t have “<”/],
  ['https://example.com>', /can’t have “>”/],
  ['https://example.com/a"b', /can’t have “"”/],
  ['https://exa|mple.com', /can’t have “\|”/],
  ['example.com,', /can’t have “,”/],
  ['https://example.com:99999', /“99999” can’t follow the colon/],
  ['https://example.com:65536', /“65536” can’t follow the colon/],
  ['example.com:birds', /“birds” can’t follow the colon/],
  ['exam ple.com', /a space after “exam”/],
  ['https://example.com/my\u00A0birds', /a space after “….*ple\.com\/my”/],
  ['exam\r\nple.com', /a space after “exam”/],
  ['exam\u200Bple.com', /an invisible character after “https:\/\/exam”|an invisible character after “exam”/],
  ['https://example.com/a\u202Eb', /an invisible character after “…xample\.com\/a”/],
  ['https://exam\u00ADple.com', /an invisible character after “https:\/\/exam”/],
  ['https://example\u200E.com/\u200E', /an invisible character after “…ps:\/\/example”/],
  ['https://exam\u2060\u2060ple.com', /2 invisible characters, the first after “https:\/\/exam”/],
])('the website %j is refused in words before it is sent', (typed, words) => {
  const problem = problemWithText('website', typed, SERVER_KINDS.x)
  expect(problem && wordsForTextProblem('website', problem)).toMatch(words)
})

test.each([
  'https://example.com',
  'HTTP://EXAMPLE.COM',
  'https://example.com:8080/a?b=c#d',
  'https://example.com:65535',
  'https://example.com?birds',
  'https://www.xn--bcher-kva.example',
  'https://bücher.example/straße',
  'https://пример.рф',
  'https://例え.テスト',
  'https://مثال.إختبار',
  'https://نامه\u200Cای.com/نامه\u200Cای',
  'https://i❤️.ws/👩‍👩‍👧',
  'https://en.wikipedia.org/wiki/Wren_(bird)',
  'https://en.wikipedia.org/wiki/Wren_(bird',
  'https://example.com/[a]{b}|c^d`e',
  'https://example.com/a?b=[c]&d=\\e',
  'https://my_site.example.com',
  'https://a-b.example.photography',
  'https://123.example.museum',
  'https://1.2.3.example',
  `https://${'a'.repeat(63)}.example`,
  'https://https.example/http//a',
  'https://example.com//double/../path/.',
  'https://example.com/%F0%9F%90%A6%zz',
  'https://example.com/a@b:c',
])('the website %s is taken as it is', (typed) => {
  expect(problemWithText('website', typed, SERVER_KINDS.x)).toBeNull()
  expect(normalizeText('website', typed)).toBe(typed)
})

test('tidying what was tidied changes nothing, whatever was typed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (typed) => {
      const once = normalizeText('website', typed)
      expect(normalizeText('website', once)).toBe(once)
    }),
  )
})
