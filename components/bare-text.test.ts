import path from 'node:path'
import type { Expression, JsxChild, Node, SourceFile } from 'typescript/unstable/ast'
import {
  isFunctionDeclaration,
  isJsxElement,
  isJsxExpression,
  isJsxFragment,
  isJsxSelfClosingElement,
  isJsxText,
  isNoSubstitutionTemplateLiteral,
  isStringLiteral,
} from 'typescript/unstable/ast/is'
import { API, type Checker, SignatureKind, type Type, TypeFlags } from 'typescript/unstable/sync'
import { expect, test } from 'vitest'

/*
 * A browser's translation wraps every text in elements of its own. React then cannot remove that text nor put anything
 * before it (it throws, and the page is gone), and what it writes into it nobody sees. Two kinds of text are safe: one
 * that is alone in its element, which React replaces as a whole, and one that never changes among others that never
 * come and go. Here every other text is found, in what the program's types say.
 */

const TOP = path.resolve(import.meta.dirname, '..')
/** Components that leave no element of their own in the page: their text stands among whatever is around them. */
const WITHOUT_ELEMENT = ['Fragment', 'Suspense', 'InOnePiece']
const TEXT = TypeFlags.StringLike | TypeFlags.NumberLike | TypeFlags.BigIntLike | TypeFlags.AnyOrUnknown
const NOTHING = TypeFlags.Nullable | TypeFlags.Void | TypeFlags.BooleanLike | TypeFlags.AnyOrUnknown

function some(type: Type | undefined, flags: TypeFlags): boolean {
  if (!type) return true
  if (type.isUnionType()) return type.getTypes().some((one) => some(one, flags))
  // Of an empty string React makes no text.
  if (type.isStringLiteralType() && type.value === '') return (flags & TypeFlags.Void) !== 0
  return (type.flags & flags) !== 0
}

const isStringWritten = (expression: Expression) =>
  isStringLiteral(expression) || isNoSubstitutionTemplateLiteral(expression)

/** Every text of one file that a translated page would break or leave as it was: "file:line text". */
function bareTextsIn(file: SourceFile, checker: Checker): string[] {
  const found: string[] = []
  const sourceOf = (node: Node) => file.text.slice(node.pos, node.end).trim().replace(/\s+/g, ' ')

  const tagOf = (child: Node) => {
    if (isJsxElement(child)) return child.openingElement
    return isJsxSelfClosingElement(child) ? child : null
  }

  function drawnBy(child: Node): Type | undefined {
    const tag = tagOf(child)
    const signature = tag && checker.getResolvedSignature(tag)
    return signature ? checker.getReturnTypeOfSignature(signature) : undefined
  }

  const isOwnElement = (child: Node) => {
    const tag = tagOf(child)
    return tag !== null && /^[a-z]/.test(sourceOf(tag.tagName))
  }

  /** Always there, and always the same element or the same text. */
  function isFixed(child: JsxChild): boolean {
    if (isJsxText(child)) return true
    if (isJsxExpression(child)) return child.expression !== undefined && isStringWritten(child.expression)
    return isOwnElement(child) || !some(drawnBy(child), TEXT | NOTHING)
  }

  function mayBeText(child: JsxChild): boolean {
    if (isJsxText(child)) return true
    if (isJsxExpression(child)) return child.expression !== undefined && some(typeAt(child.expression), TEXT)
    return false
  }

  const typeAt = (expression: Expression) => checker.getTypeAtLocation(expression)

  function isThere(child: JsxChild): boolean {
    if (isJsxText(child)) return child.text !== '' && !(child.text.trim() === '' && child.text.includes('\n'))
    return !isJsxExpression(child) || child.expression !== undefined
  }

  function note(node: Node) {
    const line = file.text.slice(0, node.end).split('\n').length
    found.push(`${path.relative(TOP, file.fileName)}:${line} ${sourceOf(node)}`.trim())
  }

  function visit(node: Node) {
    // A component of ours that is nothing but a text.
    if (isFunctionDeclaration(node) && node.name && /^[A-Z]/.test(node.name.text)) {
      const type = checker.getTypeAtLocation(node.name)
      const signatures = type ? checker.getSignaturesOfType(type, SignatureKind.Call) : []
      if (signatures.some((one) => some(checker.getReturnTypeOfSignature(one), TEXT))) note(node.name)
    }
    if (isJsxFragment(node) || isJsxElement(node)) {
      const children = node.children.filter(isThere)
      const isDissolved =
        isJsxFragment(node) || WITHOUT_ELEMENT.includes(sourceOf(node.openingElement.tagName))
      const isSafe = !isDissolved && (children.length === 1 || children.every(isFixed))
      if (!isSafe) children.filter(mayBeText).forEach(note)
    }
    node.forEachChild((child) => {
      visit(child)
    })
  }
  visit(file)
  return found
}

/** Of the program that a tsconfig names, the `.tsx` files below `folder`. `files` are read in place of what is on the disk. */
function bareTexts(config: string, folders: string[], files: Record<string, string> = {}): string[] {
  const inPlace = new Map(Object.entries(files).map(([name, source]) => [path.join(TOP, name), source]))
  const api = new API({
    cwd: TOP,
    fs: {
      readFile: (name) => inPlace.get(name),
      fileExists: (name) => inPlace.has(name) || undefined,
    },
  })
  try {
    const configFile = path.join(TOP, config)
    const project = api.updateSnapshot({ openProjects: [configFile] }).getProject(configFile)
    if (!project) throw new Error(`${config} does not open`)
    const { program, checker } = project
    return program
      .getSourceFileNames()
      .filter((name) => name.endsWith('.tsx'))
      .filter((name) => folders.some((folder) => name.startsWith(path.join(TOP, folder))))
      .flatMap((name) => {
        const file = program.getSourceFile(name)
        return file ? bareTextsIn(file, checker) : []
      })
  } finally {
    api.close()
  }
}

test('no text that changes, or stands where things come and go, shares its element', () => {
  expect(bareTexts('tsconfig.json', ['app/', 'components/'])).toEqual([])
})

test('a text that a translated page would break is found, and no other', () => {
  const examples: [jsx: string, bare: string[]][] = [
    ['<p>{isOn && <b>on</b>} {name}</p>', [' ', '{name}']],
    ['<p>{count} left</p>', ['{count}', 'left']],
    ['<p>Fixed {isOn && <b>on</b>}</p>', ['Fixed']],
    ['<p>Fixed <Maybe isOn={isOn} /></p>', ['Fixed']],
    ['<p><b>on</b>{isOn && name}</p>', ['{isOn && name}']],
    ['<p><b>on</b>{children}</p>', ['{children}']],
    ['<>Fixed</>', ['Fixed']],
    ['<Fragment>{name}</Fragment>', ['{name}']],
    ['<p>{name}</p>', []],
    ['<p>{isOn ? name : <b>on</b>}</p>', []],
    ['<p>Fixed <b>on</b> and <Always /></p>', []],
    ['<p><span>{name}</span>{isOn && <b>on</b>}</p>', []],
    ['<p>{children}</p>', []],
    ['<p>{isOn && <b>on</b>}{/* no child */}</p>', []],
  ]
  const source = `import { Fragment, type ReactNode } from 'react'
const Maybe = ({ isOn }: { isOn: boolean }) => (isOn ? <b>on</b> : null)
const Always = () => <b>on</b>
function Words({ name }: { name: string }) { return name }
interface Props { isOn: boolean; count: number; name: string; children: ReactNode }
export const all = ({ isOn, count, name, children }: Props) => [
  <Words name={name} />,
${examples.map(([jsx]) => `  ${jsx},`).join('\n')}
]
`
  const found = bareTexts('components/examples.json', ['components/'], {
    'components/examples.json': JSON.stringify({
      extends: '../tsconfig.json',
      include: [],
      files: ['examples.tsx'],
    }),
    'components/examples.tsx': source,
  })
  const lineOf = (index: number) => index + 8
  expect(found.map((one) => one.replace('components/examples.tsx:', ''))).toEqual([
    '4 Words',
    ...examples.flatMap(([, bare], index) => bare.map((text) => `${lineOf(index)} ${text}`.trim())),
  ])
})
