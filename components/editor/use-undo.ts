import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { ChangeField, Draft } from '@/lib/changes'
import { changedFields } from '@/lib/merge-drafts'
import type { Profile } from '@/lib/profile'

/** Letters typed into one field without a longer pause are one step. */
const ONE_STROKE_MILLISECONDS = 1000
const MOST_STEPS = 100

interface Steps {
  past: Draft[]
  future: Draft[]
}

const NO_STEPS: Steps = { past: [], future: [] }

/**
 * Undo and redo across all fields and pictures, by `undo` and `redo` and by the usual keys. Inside a text the keys
 * stay the browser's own, which go letter by letter. A newly published profile is a new beginning.
 */
export function useUndo(draft: Draft, published: Profile, goTo: (draft: Draft) => void) {
  const [steps, setSteps] = useState(NO_STEPS)
  const current = useRef({ draft, published })
  const stroke = useRef<{ field: ChangeField | undefined; at: number }>({ field: undefined, at: 0 })

  useEffect(() => {
    const before = current.current
    const fields = changedFields(before.draft, draft)
    if (published !== before.published) {
      current.current = { draft, published }
      return setSteps(NO_STEPS)
    }
    const [field] = fields
    if (!field) return
    current.current = { draft, published }
    const now = performance.now()
    const isSameStroke =
      fields.length === 1 &&
      field === stroke.current.field &&
      typeof draft[field] === 'string' &&
      now - stroke.current.at < ONE_STROKE_MILLISECONDS
    stroke.current = { field: fields.length === 1 ? field : undefined, at: now }
    setSteps(({ past }) => ({
      past: isSameStroke ? past : [...past, before.draft].slice(-MOST_STEPS),
      future: [],
    }))
  }, [draft, published])

  function step(from: 'past' | 'future') {
    const target = steps[from].at(-1)
    if (!target) return
    const { draft: left } = current.current
    const rest = steps[from].slice(0, -1)
    setSteps(
      from === 'past'
        ? { past: rest, future: [...steps.future, left] }
        : { past: [...steps.past, left], future: rest },
    )
    // Taken in before the form tells of it, so that the step is not a new one.
    current.current = { draft: target, published }
    stroke.current = { field: undefined, at: 0 }
    goTo(target)
  }

  const undo = () => step('past')
  const redo = () => step('future')

  const press = useEffectEvent((event: KeyboardEvent) => {
    const isZ = event.key.toLowerCase() === 'z'
    const isY = event.key.toLowerCase() === 'y' && !event.shiftKey
    if (!(event.ctrlKey || event.metaKey) || event.altKey || !(isZ || isY) || isInText(event.target)) return
    event.preventDefault()
    if (isZ && !event.shiftKey) undo()
    else redo()
  })
  useEffect(() => {
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])

  return { canUndo: steps.past.length > 0, canRedo: steps.future.length > 0, undo, redo }
}

function isInText(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement) return true
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox' && target.type !== 'file'
  // A dialog has its own steps, or none.
  return target instanceof Element && target.closest('dialog') !== null
}
