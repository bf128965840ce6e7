import { html } from './html'
import { page } from './layout'

/** For a request token that is unknown, used or too old. */
export function whoaTherePage(host: string): string {
  const main = html`
<div class="card-body">
<h1>Whoa there!</h1>
<p class="lead">The request token for this page is invalid. It may have been used already, or be older than a quarter of an hour.</p>
<p>Go back to the app and sign in again: it will ask for a new one.</p>
</div>`
  return page({ title: 'Whoa there', host, main, width: 'card' })
}

/** A page with one sentence, for what cannot be shown. */
export function messagePage(host: string, heading: string, sentence: string): string {
  const main = html`
<div class="card-body">
<h1>${heading}</h1>
<p class="lead">${sentence}</p>
<p><a href="/">To the sandbox's front page</a></p>
</div>`
  return page({ title: heading, host, main, width: 'card' })
}
