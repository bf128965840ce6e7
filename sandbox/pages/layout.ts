import { html } from 'hono/html'
import type { Account } from '../state/schema'

/** Markup that may be put into markup as it is; everything else is escaped. Nothing in the sandbox's pages is waited for. */
export type Html = ReturnType<typeof html>

export interface PageFrame {
  title: string
  /** The address people see, `127.0.0.1:4010`. */
  host: string
  main: Html
  /** The front page takes the whole width, the others are a card in the middle. */
  width: 'wide' | 'card'
  /** A script of `assets/` that the page runs. */
  script?: string
  /** Where the page leads by itself, after so many seconds. */
  onward?: { seconds: number; to: string } | undefined
  /** A stylesheet of `assets/` that only this page needs. */
  style?: string
  /** Stands at the band's right end. */
  bandEnd?: Html
}

/** A whole page of the sandbox: band and main part. Nobody is to take it for X. */
export function page({ title, host, main, width, script, onward, style, bandEnd }: PageFrame): string {
  return html`${pageHead(
    title,
    ['sandbox.css', style],
    html`${onward && html`<meta http-equiv="refresh" content="${onward.seconds}; url=${onward.to}">`}
${script && html`<script type="module" src="/assets/${script}"></script>`}`,
  )}
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="band">
<p class="band-line ${width}"><a href="/"><strong>Sandbox: this is not X</strong></a>
<span class="band-note">Everything here stays on this machine<span class="band-host">, at ${host}</span></span>${bandEnd}</p>
</header>
<main id="main" class="${width}">
${main}
</main>
</body>
</html>
`.toString()
}

/** Everything before a page's body; `more` ends the head. */
export function pageHead(title: string, styles: readonly (string | undefined)[], more: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Sandbox</title>
<meta name="description" content="A stand-in for X’s account API on this machine: its accounts, the requests it got, and the failures it rehearses.">
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="preload" href="/assets/next.woff2" as="font" type="font/woff2" crossorigin>
${['base.css', ...styles].map((style) => style && html`<link rel="stylesheet" href="/assets/${style}">`)}
${more}
</head>`
}

/** The logo in its square. */
export function boxedLogo(): Html {
  return html`<span class="boxed-logo">${logo()}</span>`
}

/** The public pages' rules: nothing from elsewhere, nothing inline but a style with this nonce. */
export function contentSecurityPolicy({
  styleNonce,
  forms,
}: {
  styleNonce?: string
  forms: boolean
}): string {
  const rules = [
    "default-src 'none'",
    `style-src 'self'${styleNonce ? ` 'nonce-${styleNonce}'` : ''}`,
    "script-src 'self'",
    "connect-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
  ]
  // The consent form ends at the app's own address. Chromium checks form-action on every hop of the way there, so
  // that page goes without the rule.
  if (!forms) rules.push("form-action 'self'")
  return rules.join('; ')
}

/** The logo, drawn in the colour of the text around it. */
export function logo(): Html {
  return html`<svg class="logo" width="24" height="24" viewBox="0 0 32 32" aria-hidden="true"><path fill="currentColor" d="M28.79 3.56C22.21 2.1 13.89 6.5 9.14 13.6C7.07 16.66 6.55 20.23 7.29 23.1L3.4 27.27C2.24 28.52 4.03 30.2 5.2 28.94L17.17 16.1C21.06 11.94 24.74 7.57 28.79 3.56ZM28.26 6.8C27.72 12.23 25.54 16.74 22.26 19.92L16.21 19.73L19.84 22.02C17.95 23.38 16.36 24.08 14.6 24.62L11.93 24.31C17.46 18.72 23.07 13.04 28.26 6.8Z"/></svg>`
}

const PATHS = {
  alert: 'M10 2.500a7.500 7.500 0 1 0 0 15 7.500 7.500 0 0 0 0-15ZM10 6v4.500M10 13.500v.2',
  check: 'M4 10.5l4 4 8-9',
  cross: 'M5 5l10 10M15 5L5 15',
  copy: 'M7 7V4.5A1.5 1.5 0 0 1 8.500 3H15.500A1.500 1.500 0 0 1 17 4.500V11.500A1.500 1.500 0 0 1 15.500 13H13M4.500 7H11.500A1.500 1.500 0 0 1 13 8.500V15.500A1.500 1.500 0 0 1 11.500 17H4.500A1.500 1.500 0 0 1 3 15.500V8.500A1.500 1.500 0 0 1 4.500 7Z',
  place:
    'M10 17.500S4.500 12.400 4.500 8.200a5.500 5.500 0 0 1 11 0c0 4.200-5.500 9.300-5.500 9.300ZM10 6.400a1.900 1.900 0 1 0 0 3.800 1.900 1.900 0 0 0 0-3.800Z',
  link: 'M8.300 11.700l3.400-3.400M9 5.900l1.700-1.700a3.600 3.600 0 0 1 5.100 5.100L14.100 11M11 14.100l-1.700 1.700a3.600 3.600 0 0 1-5.100-5.100L5.900 9',
  calendar: 'M4 5.500h12v11H4zM4 9h12M7 3.500v3M13 3.500v3',
  lock: 'M5 9.500h10v7H5zM7 9.500V7a3 3 0 0 1 6 0v2.500',
  verified:
    'M10 2.800l1.900 1.500 2.400-.2.700 2.300 2.100 1.200-.8 2.300.8 2.300-2.100 1.200-.7 2.300-2.400-.2L10 17l-1.900-1.500-2.400.2L5 13.400l-2.100-1.200.8-2.300-.8-2.300L5 6.400l.7-2.300 2.400.2zM7.200 10l2 2 3.700-4.200',
} as const

/** A line drawing of 20 × 20; always beside words, so it says nothing to a screen reader. */
export function icon(name: keyof typeof PATHS): Html {
  return html`<svg class="svg-icon" width="18" height="18" viewBox="0 0 20 20" aria-hidden="true"><path d="${PATHS[name]}"/></svg>`
}

/** The account's photo in a circle, or its first letter in a dashed one when it has none. */
export function avatarImage(account: Account): Html {
  if (account.avatar === null) {
    return html`<span class="avatar avatar-empty" aria-hidden="true">${Array.from(account.screenName)[0] ?? ''}</span>`
  }
  const photo = `/media/${account.avatar.replace(/\.(png|jpg|gif)$/, '_x96.$1')}`
  return html`<img class="avatar" src="${photo}" alt="" width="48" height="48">`
}

/** A few words on what makes the account useful for trying things out. */
export function describeAccount(account: Account): string {
  const traits = [
    account.standing !== 'active' && account.standing,
    account.keysRevoked && 'token revoked',
    account.listedAccess === 'read' && 'read-only token',
    account.protected && 'protected',
    account.verified && 'verified',
  ].filter(Boolean)
  if (traits.length > 0) return capitalized(traits.join(', '))
  const isEmpty = [account.description, account.location, account.url].every((text) => text === '')
  return isEmpty && account.avatar === null ? 'An empty profile' : account.name
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** A page that is one card. */
export function cardPage(
  host: string,
  heading: string,
  body: Html,
  frame: Partial<Pick<PageFrame, 'title' | 'onward'>> = {},
): string {
  const main = html`
<div class="card-body">
<h1>${heading}</h1>
${body}
</div>`
  return page({ title: heading, ...frame, host, main, width: 'card' })
}

/** For a request token that is unknown, used or too old. */
export function whoaTherePage(host: string): string {
  const body = html`<p class="lead">The request token for this page is invalid. It may have been used already, or be older than a quarter of an hour.</p>
<p>Go back to the app and sign in again: it will ask for a new one.</p>`
  return cardPage(host, 'Whoa there!', body, { title: 'Whoa there' })
}

/** For an authorization request of OAuth 2.0 that is wrong in any way. X's page has these words, and no more. */
export function somethingWrongPage(host: string): string {
  const body = html`<p class="lead">You weren’t able to give access to the App. Go back and try logging in again.</p>
<p>You develop the app? The list of <a href="/#requests">last requests</a> says what is wrong.</p>`
  return cardPage(host, 'Something went wrong', body)
}

/** A page with one sentence, for what cannot be shown. */
export function messagePage(host: string, heading: string, sentence: string): string {
  const body = html`<p class="lead">${sentence}</p>
<p><a href="/">To the sandbox's front page</a></p>`
  return cardPage(host, heading, body)
}

export interface Panel {
  id: string
  title: string
  /** At the right end of the head: what is so, in a few words. Renews itself. */
  state?: string
  /** At the right end, beside the state: links and buttons. */
  tools?: Html
  body: Html
}

/** A part of the front page that is always open. */
export function panel({ id, title, state, tools, body }: Panel): Html {
  return html`<section class="panel" id="${id}" aria-labelledby="${id}-heading">
<div class="panel-head"><h2 id="${id}-heading">${title}</h2><div class="panel-tools">${stateOf(id, state)}${tools}</div></div>
${body}</section>`
}

/** A part of the front page that opens. */
export function foldedPanel({ id, title, state, body, isOpen }: Panel & { isOpen?: boolean }): Html {
  return html`<section class="panel" id="${id}" aria-labelledby="${id}-heading">
<details${isOpen && html` open`}><summary class="panel-head"><h2 id="${id}-heading">${title}</h2>${stateOf(id, state)}</summary>
${body}</details></section>`
}

function stateOf(id: string, state: string | undefined): Html | false {
  return state !== undefined && html`<span class="panel-state" data-live="${id}-state">${state}</span>`
}

/** A part of a panel that opens. */
export function folded(summary: string, body: Html): Html {
  return html`<details class="folded"><summary>${summary}</summary><div class="folded-body">${body}</div></details>`
}

/** A key with a button that copies it; without JavaScript the whole is there to be selected. */
export function copyButton(value: string, what: string): Html {
  return html`<span class="copyable"><code title="${value}">${value}</code><button type="button" class="icon" data-copy="${value}" aria-label="Copy the ${what}">${icon('copy')}</button></span>`
}
