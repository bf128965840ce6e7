import { createHmac } from 'node:crypto'
import type { Store } from '../store'
import { sameSignature } from './signature'

/** For a form's hidden field: proves that the form came from a page the sandbox rendered for this very thing. */
export function formProof(store: Store, about: string): string {
  return createHmac('sha256', store.formKey).update(about).digest('base64url')
}

/** Whether the hidden field is the one that was rendered. */
export function isFormProof(store: Store, about: string, given: string): boolean {
  return sameSignature(given, formProof(store, about))
}
