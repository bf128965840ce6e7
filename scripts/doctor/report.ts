import type { Finding } from './finding'

const WORDS: Record<Finding['state'], string> = {
  fine: 'yes',
  shut: 'no',
  fix: 'fix',
  unknown: '?',
}

/** A finding as one line of the report. */
export function report({ about, state, sentence }: Finding): string {
  return `${WORDS[state].padEnd(4)} ${about}: ${sentence}`
}
