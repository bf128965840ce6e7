'use client'

import { type ReactNode, useEffect, useRef, useState } from 'react'
import { ReplaceQuestion, useDraftReplacement } from '@/components/history/replace-draft'
import { Button } from '@/components/ui/button'
import { SvgIcon } from '@/components/ui/icon'
import { Logo } from '@/components/ui/logo'
import { Note } from '@/components/ui/note'
import { usePageTransfers } from '@/components/ui/page-transfers'
import { applyLookToDraft } from '@/lib/browser/storage/apply-to-draft'
import type { Account } from '@/lib/browser/storage/database'
import type { Look } from '@/lib/browser/storage/look-store'
import { FIELD_LABELS, isolated, listOf } from '@/lib/messages/fields'
import type { Profile } from '@/lib/profile/profile'
import type { Slot } from '@/lib/profile/slots'
import { LookCard, UNREADABLE_NAME, UnreadableLookCard } from './look-card'
import { NameDialog, SaveLookDialog } from './look-dialogs'
import { type LookMessage, useLookFiles, useLooks } from './use-looks'

/** More than a screen holds; each draws three pictures. */
const LOOKS_AT_A_TIME = 60

const BOOKMARK = 'M5.5 3.2h9v13.6L10 13.4l-4.5 3.4z'

const LIST =
  'mt-4 grid grid-cols-[minmax(0,1fr)] gap-7 sm:grid-cols-[repeat(2,minmax(0,1fr))] xl:grid-cols-[repeat(3,minmax(0,1fr))]'

interface LooksViewProps {
  account: Account
  profile: Profile
  /** Heading and introduction. */
  children: ReactNode
}

/** The looks of an account: saved, applied, renamed, copied, carried elsewhere, deleted and brought back. */
export function LooksView({ account, profile, children }: LooksViewProps) {
  const looksList = useLooks(account)
  const { exportLooks, importLooks } = useLookFiles(account, looksList)
  const [isSaving, setIsSaving] = useState(false)
  const [renamed, setRenamed] = useState<Look | null>(null)
  const status = useRef<HTMLDivElement>(null)
  const { looks, unreadable, ofOthers, message, change, say, sayProblem } = looksList

  /** Puts a look into the draft, and then leads to the editor. */
  async function apply(look: Look) {
    const applied = await applyLookToDraft(account, profile, look)
    if (!applied.ok) sayProblem(applied.error)
    else if (applied.value.missing.length > 0) say(missingMessage(applied.value.missing))
    else if (!applied.value.isPut)
      say({ tone: 'info', title: `Your profile already matches ${isolated(look.name)}.` })
    // A fresh request: the editor begins with the draft as it is now.
    else window.location.assign('/profile')
  }

  // The button that was pressed may have gone with what it did, as the one that brings a look back.
  useEffect(() => {
    if (message && document.activeElement === document.body) status.current?.focus({ preventScroll: true })
  }, [message])

  const replacement = useDraftReplacement({
    account,
    profile,
    replaces: () => true,
    put: apply,
    onProblem: sayProblem,
  })
  const isEmpty = looks !== null && looks.length + unreadable.length === 0
  const [shownCount, setShownCount] = useState(LOOKS_AT_A_TIME)

  const remove = ({ id, name }: { id: string; name: string }) =>
    change(
      (store) => store.remove(id),
      (removed) => ({ tone: 'info', title: `${isolated(name || UNREADABLE_NAME)} is deleted.`, removed }),
    )
  usePageTransfers({ onDrop: (dropped) => dropped && importLooks(dropped), onPaste: importLooks })

  return (
    <>
      <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-5">
        <div>{children}</div>
        <div className="flex flex-wrap items-center gap-2">
          <ImportButton onFiles={(files) => importLooks({ kind: 'files', files })} />
          {/* Its room is kept while there is no look, so that the first one moves nothing. */}
          <Button
            tone="quiet"
            size="small"
            onClick={() => exportLooks(looks ?? [])}
            className={looks === null || looks.length === 0 ? 'invisible' : undefined}
          >
            Export all
          </Button>
          <Button
            tone="second"
            onClick={() => setIsSaving(true)}
            className={looks === null ? 'invisible' : undefined}
          >
            <SvgIcon outline={BOOKMARK} />
            Save the draft as a look
          </Button>
        </div>
      </div>
      {/* Room for what is said of a look, so that its buttons stay under the pointer that pressed them. */}
      <div ref={status} role="status" tabIndex={-1} className="mt-4 min-h-17 rounded-button sm:min-h-11.5">
        {message && (
          <MessageNote
            message={message}
            onUndo={(removed) =>
              change(
                (store) => store.putBack(removed),
                () => ({ tone: 'success', title: `${isolated(removed.name || UNREADABLE_NAME)} is back.` }),
              )
            }
          />
        )}
      </div>
      <ul className={LIST}>
        {looks?.slice(0, shownCount).map((look) => (
          <LookCard
            key={look.id}
            look={look}
            handle={account.handle}
            isBusy={replacement.working?.id === look.id}
            onApply={() => replacement.begin(look)}
            others={[
              { word: 'Rename', act: () => setRenamed(look) },
              {
                word: 'Duplicate',
                act: () =>
                  change(
                    (store) => store.duplicate(look.id),
                    () => ({ tone: 'success', title: `${isolated(look.name)} is duplicated.` }),
                  ),
              },
              { word: 'Export', act: () => exportLooks([look]) },
              { word: 'Delete', act: () => remove(look) },
            ]}
          />
        ))}
        {unreadable.map((look) => (
          <UnreadableLookCard key={look.id} look={look} onDelete={() => remove(look)} />
        ))}
        {isEmpty && <EmptyList />}
      </ul>
      {ofOthers.length > 0 && (
        <section aria-labelledby="looks-of-others" className="mt-12">
          <h2 id="looks-of-others" className="text-h2-small">
            Saved with other accounts on this device
          </h2>
          <ul className={LIST}>
            {ofOthers.slice(0, shownCount).map(({ look, handle }) => (
              <LookCard
                key={look.id}
                look={look}
                handle={handle}
                isOfAnother
                isBusy={replacement.working?.id === look.id}
                onApply={() => replacement.begin(look)}
              />
            ))}
          </ul>
        </section>
      )}
      {Math.max(looks?.length ?? 0, ofOthers.length) > shownCount && (
        <Button
          tone="second"
          onClick={() => setShownCount((count) => count + LOOKS_AT_A_TIME)}
          className="mt-7"
        >
          Show more looks
        </Button>
      )}
      <SaveLookDialog
        isOpen={isSaving}
        account={account}
        profile={profile}
        onClose={() => setIsSaving(false)}
        onLook={(look) => {
          setIsSaving(false)
          change(
            (store) => store.add([look]),
            () => ({ tone: 'success', title: `${isolated(look.name)} is saved.` }),
          )
        }}
      />
      <NameDialog
        isOpen={renamed !== null}
        title="Rename the look"
        name={renamed?.name ?? ''}
        action="Rename"
        onClose={() => setRenamed(null)}
        onName={(name) => {
          setRenamed(null)
          if (renamed === null) return
          change(
            (store) => store.rename(renamed.id, name),
            () => ({ tone: 'success', title: `${isolated(renamed.name)} is now ${isolated(name)}.` }),
          )
        }}
      />
      <ReplaceQuestion
        replacement={replacement}
        title="Replace your draft?"
        by="the look. To keep them, save the draft as a look first."
      />
    </>
  )
}

function EmptyList() {
  return (
    <li className="striped col-span-full grid min-h-80 place-items-center leaf-panel border-[1.5px] border-dashed border-line-strong p-8 max-[20rem]:p-3">
      <div className="flex min-w-0 flex-col items-center rounded-panel bg-page px-8 py-5 max-[20rem]:px-3 text-center">
        <Logo className="size-8 text-accent" />
        <p className="mt-3 text-ink-2">No looks yet.</p>
      </div>
    </li>
  )
}

/** The file input itself, with its own name: it takes the focus and the keyboard as browsers do it. */
function ImportButton({ onFiles }: { onFiles: (files: File[]) => void }) {
  return (
    <label className="inline-flex min-h-11 cursor-pointer items-center rounded-input px-3.5 py-2 text-button-small font-firm hover:bg-sunk has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus max-sm:-ms-3.5">
      Import looks
      <input
        type="file"
        accept=".zip,application/zip"
        className="sr-only"
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])]
          if (files.length > 0) onFiles(files)
          // So that the same file can be chosen again.
          event.currentTarget.value = ''
        }}
      />
    </label>
  )
}

interface MessageNoteProps {
  message: LookMessage
  onUndo: (removed: NonNullable<LookMessage['removed']>) => void
}

function MessageNote({ message, onUndo }: MessageNoteProps) {
  const note = useRef<HTMLDivElement>(null)
  const undo = useRef<HTMLButtonElement>(null)
  const { tone, title, more, removed, onStop } = message

  // What went well is seen in the list; anything else must not stay above the window's edge.
  useEffect(() => {
    if (tone !== 'success') note.current?.scrollIntoView({ block: 'nearest' })
  }, [tone])

  // The button that was pressed has gone with its look; what undoes it comes next.
  useEffect(() => {
    if (removed) undo.current?.focus()
  }, [removed])

  return (
    <Note ref={note} tone={tone} title={title}>
      <span>{more}</span>
      {onStop && (
        <button type="button" onClick={onStop} className="ms-2 min-h-6 font-strong text-accent underline">
          Stop
        </button>
      )}
      {removed && (
        <button
          ref={undo}
          type="button"
          onClick={() => onUndo(removed)}
          className="ms-2 min-h-6 font-strong text-accent underline"
        >
          Undo
        </button>
      )}
    </Note>
  )
}

function missingMessage(missing: readonly Slot[]): LookMessage {
  const names = listOf(missing.map((slot) => FIELD_LABELS[slot].toLowerCase()))
  return {
    tone: 'warning',
    title: `This look’s ${names} can’t be read on this device.`,
    more: 'Your draft stays as it is.',
  }
}
