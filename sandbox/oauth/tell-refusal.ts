import type { Exchange } from '../wire/exchange'
import type { SignatureExplanation } from './explain-signature'
import { PROBLEM_SENTENCES, type Problem, type Refused } from './verify-request'

/** Where the terminal is told something. */
export type Notice = (sentence: string) => void

/**
 * Puts into the request log why a call was refused; a signature is explained at the terminal too.
 */
export function tellRefusal({ received, log }: Exchange, refused: Refused, notice: Notice): void {
  // Whose token it claims to be is not proven.
  log.account = null
  if (refused.problem === 'signature') {
    const { method, path } = received
    log.explanation = refused.explanation
    notice(`${method} ${path}: the signature does not fit. ${drawn(refused.explanation)}`)
  } else {
    log.explanation = PROBLEM_SENTENCES[refused.problem satisfies Exclude<Problem, 'signature'>]
  }
}

/** How much of the base strings stands on one line of a terminal. */
const SHOWN_CHARACTERS = 88

/** The sentence, and below it the base strings with a caret under their first difference. */
function drawn({ sentence, yours, wanted, first_difference }: SignatureExplanation): string {
  if (yours === null || first_difference === null) return `${sentence}\n    wanted  ${wanted}`
  const from = Math.max(0, first_difference - SHOWN_CHARACTERS / 2)
  const piece = (text: string) => {
    const end = from + SHOWN_CHARACTERS
    return `${from > 0 ? '…' : ' '}${text.slice(from, end)}${end < text.length ? '…' : ''}`
  }
  const caret = ' '.repeat(first_difference - from + 1)
  return `${sentence}\n    yours   ${piece(yours)}\n    wanted  ${piece(wanted)}\n            ${caret}^ first difference`
}
