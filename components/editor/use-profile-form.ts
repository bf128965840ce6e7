import { startTransition, useEffect, useRef, useState } from 'react'
import {
  type FieldErrors,
  type RegisterOptions,
  type Resolver,
  type UseFormReturn,
  useForm,
} from 'react-hook-form'
import { useDocumentEvent } from '@/components/ui/page-events'
import { whenPageIsIdle } from '@/components/ui/page-phases'
import { boundedText } from '@/lib/profile/bounded-text'
import {
  type ChangeField,
  changesBetween,
  type Draft,
  draftOf,
  SWITCH_FIELDS,
  type SwitchField,
} from '@/lib/profile/changes'
import { hexColor } from '@/lib/profile/link-color'
import { isSameDraft } from '@/lib/profile/merge-drafts'
import { type Profile, TEXT_FIELDS, type TextField } from '@/lib/profile/profile'
import type { Conflict } from '@/lib/profile/rebase-draft'
import { tidyAddress } from '@/lib/profile/web-address'
import type { ServerKind } from '@/lib/server-kinds'
import { idOfField } from './field-ids'
import { attachWithInput, silentValueOf, useServerRenderedControls } from './silent-input'

const FIELDS: ChangeField[] = [
  'banner',
  'avatar',
  ...TEXT_FIELDS,
  'background',
  ...SWITCH_FIELDS,
  'linkColor',
]

/** What has a control of its own in the form. */
type TypedField = TextField | SwitchField | 'linkColor'

export type ProfileForm = ReturnType<typeof useProfileForm>

/** The editor's form: what is published, what is in the form, and how the two differ. */
export function useProfileForm(profile: Profile, kind: ServerKind) {
  useServerRenderedControls()
  const [published, showPublished] = useState(profile)
  const publishedNow = useRef(profile)
  const [conflicts, setConflicts] = useState<readonly Conflict[]>([])
  const [websiteRemark, setWebsiteRemark] = useState('')
  const form = useForm<Draft, CheckedAgainst>({
    defaultValues: draftOf(profile),
    context: { published, kind },
    resolver: resolveDraft,
    // Checked on review, and after a refusal on every change, so that a message leaves when it is no longer true.
    mode: 'onSubmit',
    reValidateMode: 'onChange',
    // The focus goes to the error summary.
    shouldFocusError: false,
  })
  const { errors, isSubmitted } = form.formState
  const [draft, showDraft] = useFollowedDraft(form, profile)
  useEffect(() => {
    whenPageIsIdle()
      .then(loadChecks)
      .catch(() => undefined)
  }, [])

  function setPublished(next: Profile) {
    publishedNow.current = next
    showPublished(next)
  }

  function change<Field extends ChangeField>(field: Field, value: Draft[Field]) {
    // react-hook-form types a value by its path, which it cannot follow through a type parameter.
    form.setValue<ChangeField>(field, value)
    // The picture and the switch that shows it are judged together.
    if (isSubmitted) form.trigger(field === 'background' ? [field, 'showBackground'] : field)
  }

  function register(field: TypedField, options: RegisterOptions<Draft, typeof field> = {}) {
    const registration = form.register(field, options)
    return {
      ...registration,
      ref: (control: unknown) =>
        attachWithInput(
          control,
          profile[field],
          (early) => form.setValue(field, asTaken(early)),
          () => registration.ref(control),
        ),
    }
  }

  function tidyWebsite() {
    const typed = form.getValues('website').trim()
    const tidied = tidyAddress(typed)
    if (tidied !== typed) change('website', tidied)
    setWebsiteRemark(remarkOnTidied(typed, tidied))
  }

  function tidyColor() {
    const typed = form.getValues('linkColor')
    const color = hexColor(typed)
    if (color !== null && color !== typed) change('linkColor', color)
  }

  const changes = changesBetween(published, draft)
  const problems = messagesOf(errors)

  /** Takes in what stands in the controls without having been typed. Gives whether there was any. */
  function lookAgain(): boolean {
    let isAny = false
    for (const field of [...TEXT_FIELDS, ...SWITCH_FIELDS, 'linkColor'] as const) {
      const shownValue = silentValueOf(document.getElementById(idOfField(field)), form.getValues(field))
      if (shownValue === undefined || asTaken(shownValue) === form.getValues(field)) continue
      change(field, asTaken(shownValue))
      isAny = true
    }
    return isAny
  }

  // Whenever a control may have been set by something else than keys. After React, which has told the form what was typed.
  useDocumentEvent('input', lookAgain)
  useDocumentEvent('change', lookAgain)
  // Before React, so that what is done when a field is left is done with what stands in it.
  useDocumentEvent('focusout', lookAgain, true)

  return {
    form,
    published,
    draft,
    changes,
    /** Edited here and changed elsewhere, and not decided yet. */
    conflicts: conflicts.filter((one) => changes.some(({ field }) => field === one.field)),
    problems,
    /** What was done to the website when its field was left; empty when nothing was. */
    websiteRemark,
    change,
    /** What the row of a field shows of it, and the way back to what is published. */
    rowOf: (field: TypedField) => ({
      field,
      isChanged: changes.some((one) => one.field === field),
      problem: problems.get(field),
      onPutBack() {
        change(field, draftOf(published)[field])
        form.setFocus(field)
      },
    }),
    lookAgain,
    /** What is in the form at this moment, which the page may not show yet. */
    readNow(): Draft {
      lookAgain()
      return form.getValues()
    },
    /** Whether there is anything to publish at this moment; the page then shows what. */
    showIfChanged(): boolean {
      lookAgain()
      showDraft(form.getValues())
      return changesBetween(publishedNow.current, form.getValues()).length > 0
    },
    registerText: (field: TextField) =>
      register(field, {
        setValueAs: asTaken,
        ...(field === 'website' && { onBlur: tidyWebsite, onChange: () => setWebsiteRemark('') }),
      }),
    registerColor: () => register('linkColor', { setValueAs: asTaken, onBlur: tidyColor }),
    registerSwitch: (field: SwitchField) => register(field),
    /** Starts again from a profile and a draft of it; `isStillRefused` keeps checking on every change. */
    startFrom(next: Profile, nextDraft: Draft, isStillRefused: boolean) {
      setPublished(next)
      setConflicts([])
      setWebsiteRemark('')
      form.reset(nextDraft, { ...KEEP_CONTROLS, keepIsSubmitted: isStillRefused })
    },
    /** Goes on with a draft that came from the device or from another tab. */
    goOnWith(next: Profile, nextDraft: Draft, open: readonly Conflict[]) {
      setPublished(next)
      setConflicts(open)
      form.reset(nextDraft, { ...KEEP_CONTROLS, keepIsSubmitted: true })
    },
    /** Goes on with an older or a newer state of the draft. What is in conflict stays so as long as the draft differs. */
    stepTo: (nextDraft: Draft) => form.reset(nextDraft, { ...KEEP_CONTROLS, keepIsSubmitted: true }),
    /** The person has decided to keep their own. */
    settle: (field: ChangeField) => setConflicts((before) => before.filter((one) => one.field !== field)),
    refuseField: (field: ChangeField, message: string) => form.setError(field, { type: 'server', message }),
  }
}

function remarkOnTidied(typed: string, tidied: string): string {
  if (tidied === typed) return ''
  return tidied === `https://${typed}` ? 'We added https:// in front.' : 'We tidied the address.'
}

/**
 * What is in the form, for everything that shows it. A letter stands in its control at once; what follows from it may
 * come a moment later, so that no key ever waits for the page to be drawn. What must be exact asks the form itself.
 */
function useFollowedDraft(form: UseFormReturn<Draft, CheckedAgainst>, profile: Profile) {
  const [draft, setDraft] = useState(() => draftOf(profile))
  useEffect(() => {
    const follow = () => setDraft(form.getValues())
    // Something may have been typed before this code ran. If not, nothing has to be drawn again.
    setDraft((before) => (isSameDraft(form.getValues(), before) ? before : form.getValues()))
    return form.subscribe({
      formState: { values: true },
      callback: ({ type }) => (type === 'change' ? startTransition(follow) : follow()),
    })
  }, [form])
  return [draft, setDraft] as const
}

/** A value as it goes on from its control, which a tool of the browser's may have filled with anything. */
const asTaken = (value: string | boolean) => (typeof value === 'string' ? boundedText(value) : value)

/**
 * Otherwise the form forgets its controls and takes them in anew, and then believes a switch that was rendered as on
 * rather than the draft: what was switched off would come back on.
 */
const KEEP_CONTROLS = { keepFieldsRef: true }

/** What checks a draft is fetched once the page stands; without it the review does not come either, and says so. */
const loadChecks = () => import('@/lib/messages/text-errors')

interface CheckedAgainst {
  published: Profile
  kind: ServerKind
}

const resolveDraft: Resolver<Draft, CheckedAgainst> = async (draft, against) => {
  const checks = await loadChecks().catch(() => null)
  const problems = checks && against ? checks.problemsWithDraft(against.published, draft, against.kind) : {}
  const errors = Object.entries(problems).map(([field, message]) => [field, { type: 'rule', message }])
  return errors.length > 0
    ? { values: {}, errors: Object.fromEntries(errors) }
    : { values: draft, errors: {} }
}

/** The fields with a problem, in the order of the form. */
function messagesOf(errors: FieldErrors<Draft>): Map<ChangeField, string> {
  const messages = new Map<ChangeField, string>()
  for (const field of FIELDS) {
    const message = errors[field]?.message
    if (typeof message === 'string') messages.set(field, message)
  }
  return messages
}
