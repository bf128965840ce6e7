import type { Account } from '../state'
import { type Html, html } from './html'

/** The account's photo in a circle, or its first letter in a dashed one when it has none. */
export function face(account: Account): Html {
  if (account.avatar === null) {
    return html`<span class="face face-empty" aria-hidden="true">${Array.from(account.screenName)[0] ?? ''}</span>`
  }
  const photo = `/media/${account.avatar.replace(/\.(png|jpg|gif)$/, '_x96.$1')}`
  return html`<img class="face" src="${photo}" alt="" width="48" height="48">`
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
