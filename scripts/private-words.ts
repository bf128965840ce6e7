/**
 * `node --import tsx scripts/private-words.ts [--list]`: how many file names and identifiers still hold a word that has a
 * meaning in this project alone, where the platform or the field has a term of its own; `--list` names them.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { PROJECT_FOLDER } from './next-process'

/** The private word, and what is said instead. */
const WORDS: Record<string, string> = {
  room: 'module',
  wall: 'boundary',
  door: 'request security',
  crowd: 'load test',
  witness: 'conformance',
  wear: 'apply',
  worn: 'applied',
  wearing: 'applying',
  shelf: 'list',
  kept: 'saved',
  keeper: 'autosave',
  keeping: 'autosave',
  calm: 'message',
  plate: 'illustration, card',
  vane: 'change marker',
  hatched: 'placeholder',
  objection: 'validation error',
  settlement: 'publish result',
  arrival: 'delivery status',
  farewell: 'sign-out options',
  refusal: 'API error',
  patience: 'timeout',
  seal: 'encrypt',
  unseal: 'decrypt',
  sealed: 'encrypted',
  told: 'reported',
  asked: 'requested',
  heard: 'received',
  lane: 'queue',
  eventually: 'async',
  remembered: 'memoized',
  standing: 'summary, status',
  wire: 'http',
  trouble: 'failure',
  wording: 'messages',
}

const listed = spawnSync('git', ['ls-files'], { cwd: PROJECT_FOLDER, encoding: 'utf8' }).stdout
const files = listed
  .split('\n')
  .filter((file) => /\.(?:tsx?|m?js)$/.test(file) && file !== 'scripts/private-words.ts')
/** A field of the sandbox's control API and of its state file. */
const PUBLIC_NAMES = new Set(['standing'])
const wordsOf = (name: string) =>
  name.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/).map((word) => word.toLowerCase())
const privateWordsIn = (name: string) => wordsOf(name).filter((word) => Object.hasOwn(WORDS, word))

const found = new Map<string, Set<string>>()
const note = (word: string, where: string) => found.set(word, (found.get(word) ?? new Set()).add(where))

/** That edits are kept, and that somebody is told or asked, is plain English in a sentence of a template or of JSX. */
const PLAIN = /\b(?:is|are|be|was|were|and|we) (?:still )?(?:kept|told|asked)\b/gi

const withoutTexts = (source: string) =>
  source
    .replace(PLAIN, '')
    .replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, '')

for (const file of files) {
  for (const word of privateWordsIn(path.basename(file))) note(word, file)
  const code = withoutTexts(readFileSync(path.join(PROJECT_FOLDER, file), 'utf8'))
  for (const [identifier] of code.matchAll(/\b[A-Za-z_$][\w$]*\b/g)) {
    if (PUBLIC_NAMES.has(identifier)) continue
    for (const word of privateWordsIn(identifier)) note(word, identifier)
  }
}

const { values } = parseArgs({ options: { list: { type: 'boolean', default: false } } })
let total = 0
for (const [word, names] of [...found].sort(([, one], [, other]) => other.size - one.size)) {
  total += names.size
  const list = values.list ? `: ${[...names].sort().join(', ')}` : ''
  console.log(`${word} (${WORDS[word]}): ${names.size}${list}`)
}
console.log(`${total} names`)
