import { type Html, html } from './html'
import { mark } from './signs'

export interface PageFrame {
  title: string
  /** The address people see, `127.0.0.1:4010`. */
  host: string
  main: Html
  /** The front page takes the whole width, the others are a card in the middle. */
  width: 'wide' | 'card'
  /** A script of `assets/` that the page runs. */
  script?: string
  /** Stylesheets of `assets/` that only this page needs. */
  styles?: readonly string[]
  /** Stands at the band's right end. */
  bandEnd?: Html
}

/** A whole page of the sandbox: band, mark, main part. Nobody is to take it for X. */
export function page({ title, host, main, width, script, styles = [], bandEnd }: PageFrame): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Sandbox</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="preload" href="/assets/next.woff2" as="font" type="font/woff2" crossorigin>
<link rel="stylesheet" href="/assets/fonts.css">
<link rel="stylesheet" href="/assets/sandbox.css">
${styles.map((name) => html`<link rel="stylesheet" href="/assets/${name}">\n`)}
${script ? html`<script type="module" src="/assets/${script}"></script>` : null}
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="band">
<p class="band-line ${width}"><a href="/"><strong>Sandbox: this is not X</strong></a>
<span class="band-note">Everything here stays on this machine<span class="band-host">, at ${host}</span></span>${bandEnd ?? null}</p>
</header>
<main id="main" class="${width}">
${main}
</main>
</body>
</html>
`.markup
}

/** The mark in its square, as the sandbox wears it. */
export function boxedMark(): Html {
  return html`<span class="boxed-mark">${mark()}</span>`
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
