import { ColorName } from '@/components/ui/color-name'
import type { EntryChange } from '@/lib/browser/storage/history-entry'
import { FIELD_LABELS } from '@/lib/messages/fields'
import { excerptsOfChange } from '@/lib/profile/bounded-text'
import { diffWords, type Stretch } from '@/lib/profile/word-diff'

/** A text or a colour before and after: short ones in one sentence, a bio in two with what differs marked. */
export function EntryText({ change }: { change: Extract<EntryChange, { kind: 'text' | 'color' }> }) {
  if (change.kind === 'color') {
    return (
      <p className="mt-1">
        <span>{FIELD_LABELS[change.field]}</span> from <ColorName color={change.was} /> to{' '}
        <ColorName color={change.willBe} />.
      </p>
    )
  }
  const { field } = change
  const { was, willBe } = excerptsOfChange(change.was, change.willBe)
  if (field !== 'bio') {
    return (
      <p className="mt-1 break-words">
        <span>{FIELD_LABELS[field]}</span> from <Short text={was} mark="del" /> to{' '}
        <Short text={willBe} mark="ins" />.
      </p>
    )
  }
  const diff = diffWords(was, willBe)
  return (
    <div className="mt-1 flex flex-col gap-1">
      <Long word="was" stretches={diff.was} mark="del" />
      <Long word="became" stretches={diff.willBe} mark="ins" />
    </div>
  )
}

type Mark = 'del' | 'ins'

const MARKS: Record<Mark, string> = {
  del: 'text-ink-2 line-through decoration-ink-2',
  ins: 'font-bold no-underline',
}

function Short({ text, mark: Tag }: { text: string; mark: Mark }) {
  if (text.trim() === '') return <span className="text-ink-2">nothing</span>
  return (
    <bdi translate="no">
      <Tag className={MARKS[Tag]}>{text}</Tag>
    </bdi>
  )
}

function Long({ word, stretches, mark: Tag }: { word: string; stretches: Stretch[]; mark: Mark }) {
  let at = 0
  return (
    <p className="break-words">
      <span>{`Bio ${word} `}</span>
      {stretches.length === 0 ? (
        <span className="text-ink-2">empty</span>
      ) : (
        <span dir="auto" translate="no" className="whitespace-pre-wrap text-ink-2 [unicode-bidi:isolate]">
          <span>“</span>
          {stretches.map(({ kind, text }) => {
            const key = `${kind}-${at}`
            at += text.length
            if (kind === 'same') return <span key={key}>{text}</span>
            // The space behind a word is neither struck nor bold; a change of nothing but spaces has a sign.
            const words = text.trimEnd()
            return (
              <span key={key}>
                <Tag className={MARKS[Tag]}>{words || '¶'}</Tag>
                <span>{text.slice(words.length)}</span>
              </span>
            )
          })}
          <span>”</span>
        </span>
      )}
    </p>
  )
}
