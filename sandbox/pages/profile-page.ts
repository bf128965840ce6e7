import { html } from 'hono/html'
import { shortenLinks } from '../profile/links'
import { avatarUrl, userObject } from '../profile/user-object'
import type { Account } from '../state/schema'
import type { Store } from '../state/store'
import { type Html, icon, pageHead } from './layout'

export interface ProfilePage {
  host: string
  account: Account
  /** Lets the one inline style through the page's policy. */
  styleNonce: string
  /** False shows the page as if the background were switched off. */
  withBackground: boolean
}

/** The fields of the User object the page lists, in its order. */
const LISTED = [
  'name',
  'screen_name',
  'location',
  'description',
  'url',
  'protected',
  'verified',
  'profile_background_tile',
  'profile_use_background_image',
  'profile_background_color',
  'profile_link_color',
  'profile_background_image_url_https',
  'profile_banner_url',
  'profile_image_url_https',
]

/** A profile as others see it, in the shape of 2014: a bar of 40 px, a column of 890 px, the background around it. */
export function profilePage(
  store: Store,
  { host, account, styleNonce, withBackground }: ProfilePage,
): string {
  const user = userObject(store, account, { mediaBase: '/media', includeEntities: false, skipStatus: true })
  const photo = avatarUrl(account, '/media').replace('_normal.', '_400x400.')
  const style = html`<style nonce="${styleNonce}">${backgroundStyle(account, withBackground)}</style>`
  return html`${pageHead(`${account.name} (@${account.screenName})`, ['profile.css'], style)}
<body>
<header class="bar"><p><a href="/"><strong>Sandbox: this is not X</strong></a><span>${host}/${account.screenName}</span></p></header>
<main class="column">
${account.banner === null ? html`<div class="header header-empty"></div>` : html`<img class="header" src="/media/${account.banner}/1500x500" alt="Header image" width="1500" height="500">`}
<div class="sides">
<section class="card" aria-label="Profile">
<img class="photo" src="${photo}" alt="Profile photo" width="144" height="144">
<h1><bdi>${account.name || account.screenName}</bdi></h1>
${account.verified && html`<p class="trait">${icon('verified')}Verified</p>`}
${account.protected && html`<p class="trait">${icon('lock')}Protected: only approved followers read the posts</p>`}
<p class="handle">@${account.screenName}</p>
${account.description !== '' && html`<p class="bio" dir="auto">${linked(store, account.description)}</p>`}
<ul class="about">
${account.location !== '' && html`<li>${icon('place')}<bdi>${account.location}</bdi></li>`}
${account.url !== '' && html`<li>${icon('link')}${websiteLink(store, account)}</li>`}
<li>${icon('calendar')}Joined ${joined(account.createdAtMs)}</li>
</ul>
</section>
<section class="fields" aria-labelledby="fields-heading">
<h2 id="fields-heading">What the server holds</h2>
<p class="quiet">The sandbox keeps profiles, not posts. These are the fields a client can read.</p>
<table><tbody>${LISTED.map((name) => html`<tr><th scope="row">${breakable(name)}</th><td><bdi>${fieldText(name, user[name])}</bdi></td></tr>`)}</tbody></table>
<p class="links"><a href="/__sandbox/accounts/${account.screenName}">See it as JSON</a>${
    withBackground
      ? html`<a href="/${account.screenName}?background=off">Without background</a>`
      : html`<a href="/${account.screenName}">With background</a>`
  }<a href="/">All accounts</a></p>
</section>
</div>
</main>
</body>
</html>
`.toString()
}

/** A long name breaks after an underscore, not within a word. */
const breakable = (name: string) => name.split(/(?<=_)/).map((part) => html`${part}<wbr>`)

/** As X drew it: under the bar, from the left edge, at its true size, standing still while the page scrolls. */
function backgroundStyle(account: Account, withBackground: boolean): Html {
  const color = html`body{background-color:#${account.backgroundColor}}.card a{color:#${readableOnWhite(account.linkColor)}}`
  if (account.background === null || !account.useBackground || !withBackground) return color
  return html`${color}body{background-image:url(/media/${account.background});background-repeat:${
    account.tile ? 'repeat' : 'no-repeat'
  };background-attachment:fixed;background-position:left 40px}`
}

/** What WCAG asks of text on its ground. */
const MIN_CONTRAST = 4.5

/** The colour as it was chosen, or as little darker as can be read on the white column. Six hex digits. */
function readableOnWhite(color: string): string {
  let channels = [0, 2, 4].map((at) => Number.parseInt(color.slice(at, at + 2), 16))
  while (1.05 / (luminance(channels) + 0.05) < MIN_CONTRAST)
    channels = channels.map((value) => Math.floor(value * 0.97))
  return channels
    .map((value) => value.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase()
}

/** Relative luminance as WCAG 2 defines it, of channels from 0 to 255. */
function luminance(channels: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = channels.map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** A text with its links as X shows them, the rest escaped. */
function linked(store: Store, text: string): Html {
  const { text: shortened, urls } = shortenLinks(store, text)
  const characters = Array.from(shortened)
  const pieces: (string | Html)[] = []
  let copiedTo = 0
  for (const { indices, expanded_url: href, display_url: shown } of urls) {
    pieces.push(characters.slice(copiedTo, indices[0]).join(''), anchor(href, shown))
    copiedTo = indices[1]
  }
  pieces.push(characters.slice(copiedTo).join(''))
  return html`${pieces}`
}

function websiteLink(store: Store, account: Account): Html {
  // GNU social and StatusNet take any text for an address, scripts too.
  if (!/^https?:\/\//i.test(account.url)) return html`<bdi>${account.url}</bdi>`
  const { urls } = shortenLinks(store, account.url)
  return anchor(account.url, urls[0]?.display_url ?? account.url)
}

function anchor(href: string, shown: string): Html {
  return html`<a href="${href}" rel="nofollow noopener noreferrer" dir="ltr">${shown}</a>`
}

function fieldText(name: string, value: unknown): string {
  if (value === undefined) return '(left out)'
  if (value === '') return '(empty)'
  return name === 'profile_background_color' || name === 'profile_link_color' ? `#${value}` : String(value)
}

function joined(ms: number): string {
  return new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(ms)
}
