import { AnyIcon } from '@/components/ui/more-icons'
import { diffWords, type Stretch } from '@/lib/profile/word-diff'

/** A text, old and new: what goes is struck, what comes is underlined and bold, and the lines say which is which. */
export function TextChange({ was, willBe }: { was: string; willBe: string }) {
  const diff = diffWords(was, willBe)
  return (
    <dl className="grid grid-cols-[minmax(0,1fr)] gap-x-5 gap-y-1.5 sm:grid-cols-[5.5rem_minmax(0,1fr)]">
      <Side sign="minus" word="Was" stretches={diff.was} />
      <Side sign="plus" word="Will be" stretches={diff.willBe} />
    </dl>
  )
}

interface SideProps {
  sign: 'minus' | 'plus'
  word: string
  stretches: Stretch[]
}

function Side({ sign, word, stretches }: SideProps) {
  return (
    <>
      <dt className="flex items-center gap-2 self-start text-button-small sm:whitespace-nowrap font-strong text-ink-2 max-sm:mt-1 sm:pt-0.5">
        <AnyIcon name={sign} className="size-4" />
        <span>{word}</span>
      </dt>
      <dd
        dir="auto"
        translate="no"
        className="whitespace-pre-wrap break-words leading-7 [unicode-bidi:plaintext]"
      >
        {stretches.length === 0 ? (
          <span translate="yes" className="text-ink-2">
            Empty
          </span>
        ) : (
          <Stretches stretches={stretches} {...MARKS[sign]} />
        )}
      </dd>
    </>
  )
}

const MARKS = {
  minus: {
    tag: 'del',
    className: 'box-decoration-clone rounded-chip bg-danger-soft px-0.5 text-danger line-through',
  },
  plus: {
    tag: 'ins',
    className:
      'box-decoration-clone rounded-t-chip bg-success-soft px-0.5 font-bold text-ink underline decoration-success decoration-[2.5px] underline-offset-[5px]',
  },
} as const

interface StretchesProps {
  stretches: Stretch[]
  /** What marks the stretches that differ. */
  tag: 'del' | 'ins'
  className: string
}

/** One side of a difference. A change of nothing but spaces has a sign; the spaces around words are not marked. */
export function Stretches({ stretches, tag: Tag, className }: StretchesProps) {
  let at = 0
  return stretches.map(({ kind, text }) => {
    const key = `${kind}-${at}`
    at += text.length
    if (kind === 'same') return <span key={key}>{text}</span>
    const words = text.trim()
    const [before = '', after = ''] = words ? text.split(words) : [text]
    return (
      <span key={key}>
        <span>{before}</span>
        <Tag className={className}>{words || '¶'}</Tag>
        <span>{after}</span>
      </span>
    )
  })
}
