'use client'

import { onDemand } from '@/components/ui/on-demand'
import { whenPageIsIdle } from '@/components/ui/page-phases'
import { FIELD_LABELS } from '@/lib/messages/fields'
import type { ServerIdentity } from '@/lib/messages/server-name'
import { hexColor } from '@/lib/profile/link-color'
import type { Profile } from '@/lib/profile/profile'
import { describedBy, idOfField } from './field-ids'
import { ChangeLine, FieldMessage, FieldRow } from './field-row'
import type { useProfileForm } from './use-profile-form'

// The field itself is part of the first paint; what helps to choose comes with the editor's later parts.
const LinkColorTools = onDemand(() =>
  whenPageIsIdle()
    .then(() => import('./later-parts'))
    .then(({ laterParts }) => laterParts.LinkColorTools),
)

interface LinkColorRowProps {
  editor: ReturnType<typeof useProfileForm>
  /** The profile the server rendered. */
  profile: Profile
  server: ServerIdentity
  /** False where the server has no call for it. */
  isTaken: boolean
}

/** The colour of links: typed, picked, or one of those that are suggested. */
export function LinkColorRow({ editor, profile, server, isTaken }: LinkColorRowProps) {
  const { draft, changes, problems, published, change } = editor
  const id = idOfField('linkColor')
  const label = FIELD_LABELS.linkColor
  const problem = problems.get('linkColor')
  const isChanged = changes.some(({ field }) => field === 'linkColor')
  return (
    <FieldRow
      isChanged={isChanged}
      margin={
        <>
          <label htmlFor={id} className="text-body font-strong">
            {label}
          </label>
          <p
            id={`${id}-hint`}
            className="col-span-2 text-hint text-ink-2 max-sm:text-hint-phone sm:col-span-1"
          >
            {server.host === 'x' ? 'X’s own pages may not show it.' : 'Six digits, for example #1D9BF0'}
          </p>
          <ChangeLine
            isChanged={isChanged}
            label={label}
            onPutBack={() => {
              change('linkColor', published.linkColor)
              editor.form.setFocus('linkColor')
            }}
          />
        </>
      }
    >
      {problem && <FieldMessage id={`${id}-problem`} message={problem} />}
      <div className="flex gap-3">
        <input
          {...editor.registerColor()}
          id={id}
          type="text"
          translate="no"
          dir="ltr"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={32}
          defaultValue={profile.linkColor}
          aria-invalid={problem ? true : undefined}
          aria-describedby={describedBy(`${id}-hint`, problem && `${id}-problem`, `${id}-advice`)}
          className={`block min-h-12 w-full min-w-0 max-w-50 rounded-input bg-surface text-body text-ink tabular-nums ${
            problem
              ? 'border-2 border-danger px-[13px] py-[10px]'
              : 'border border-line-strong px-3.5 py-[11px]'
          }`}
        />
        <input
          type="color"
          autoComplete="off"
          aria-label="Pick a link colour"
          value={hexColor(draft.linkColor)?.toLowerCase() ?? '#000000'}
          onChange={({ target }) => change('linkColor', target.value.toUpperCase())}
          className="h-12 w-14 shrink-0 cursor-pointer rounded-input border border-line-strong bg-surface p-1"
        />
      </div>
      <div id={`${id}-advice`} className="min-h-20">
        <LinkColorTools
          meanwhile={null}
          color={hexColor(draft.linkColor)}
          draft={draft}
          published={published}
          server={server}
          isTaken={isTaken}
          onChoose={(color) => change('linkColor', color)}
        />
      </div>
    </FieldRow>
  )
}
