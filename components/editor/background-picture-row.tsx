'use client'

import { type ChangeEvent, useEffect, useEffectEvent, useRef, useState } from 'react'
import { classNames } from '@/components/ui/class-names'
import { Picture } from '@/components/ui/picture'
import { Sign } from '@/components/ui/sign'
import { readChosenPicture } from '@/lib/browser/read-chosen-picture'
import type { ChosenPicture, PictureProblem } from '@/lib/chosen-picture'
import { FIELD_LABELS } from '@/lib/field-wording'
import { wordsForPictureProblem } from '@/lib/picture-wording'
import { pictureInWords, sizeInWords } from '@/lib/picture-words'
import { BACKGROUND_MAX_BYTES, BACKGROUND_MAX_WIDTH_PIXELS, PICTURE_TYPES } from '@/lib/slots'
import { ChangeLine } from './change-marks'
import { describedBy, idOfField } from './field-ids'
import { FieldMessage } from './field-message'
import { FieldRow } from './field-row'
import { useDropPlace } from './use-drop-place'

interface BackgroundPictureRowProps {
  chosen: ChosenPicture | null
  /** Where the page can show the picture that would be published now. */
  pictureUrl: string | null
  /** What the server, or the review, has against it. */
  problem: string | undefined
  onChoose: (picture: ChosenPicture | null) => void
}

const ID = idOfField('background')
const LABEL = FIELD_LABELS.background

/** The background's picture: choose a file or drop one on the row. The file's bytes decide, not its name. */
export function BackgroundPictureRow({ chosen, pictureUrl, problem, onChoose }: BackgroundPictureRowProps) {
  const [refusal, setRefusal] = useState<string | null>(null)
  const [spoken, setSpoken] = useState('')

  async function take(files: File[]) {
    const [file] = files
    if (!file) return
    if (files.length > 1) return refuse(file, { rule: 'several_files', count: files.length })
    const picture = await readChosenPicture(file)
    if (!picture.ok) return refuse(file, picture.error)
    setRefusal(null)
    setSpoken(`${file.name} chosen.`)
    onChoose(picture.value)
  }

  function choose({ currentTarget }: ChangeEvent<HTMLInputElement>) {
    take([...(currentTarget.files ?? [])])
    // Emptied, so that the same file can be chosen again after it was put back.
    currentTarget.value = ''
  }

  function refuse(file: File, reason: PictureProblem) {
    const words = wordsForPictureProblem(file.name, 'background', reason)
    setRefusal(words)
    setSpoken(`${words} The picture from before stays.`)
  }

  function putBack() {
    setRefusal(null)
    setSpoken('')
    onChoose(null)
    input.current?.focus()
  }

  const input = useRef<HTMLInputElement>(null)
  const { Listener, setPlace, rootProps, fileIs } = useDropPlace(take)
  const message = refusal ?? problem
  const isEmpty = !pictureUrl && !chosen

  // A file may have been chosen before this code ran, and nobody has heard of it.
  const takeEarly = useEffectEvent(() => take([...(input.current?.files ?? [])]))
  useEffect(() => {
    takeEarly()
  }, [])

  return (
    <FieldRow
      isChanged={chosen !== null}
      margin={
        <>
          <span id={`${ID}-label`} className="text-body font-strong">
            {LABEL}
          </span>
          <p
            id={`${ID}-hint`}
            className="col-span-2 text-hint text-ink-2 max-sm:text-hint-phone sm:col-span-1"
          >
            JPG, PNG or GIF, at most {sizeInWords(BACKGROUND_MAX_BYTES)}.
          </p>
          <ChangeLine isChanged={chosen !== null} label={LABEL} onPutBack={putBack} />
        </>
      }
    >
      <div
        {...rootProps}
        className={classNames(
          '-m-2 rounded-button p-2 outline-accent',
          fileIs === 'here' && 'bg-accent-soft outline-2',
          fileIs === 'page' && 'outline-2 outline-dashed',
        )}
      >
        {Listener && <Listener onFiles={take} onPlace={setPlace} />}
        {message && <FieldMessage id={`${ID}-problem`} message={message} />}
        <div
          className={classNames(
            'flex flex-wrap gap-x-5 gap-y-2',
            isEmpty && `${NOTHING_YET} min-h-24 items-center justify-center rounded-input p-3 text-center`,
          )}
        >
          {!isEmpty && (
            <Picture
              src={pictureUrl}
              alt={chosen ? 'The background you chose' : 'Your published background'}
              className={`${THUMBNAIL} bg-sunk object-cover`}
              fallback={<span aria-hidden="true" className={`${THUMBNAIL} ${NOTHING_YET}`} />}
            />
          )}
          <div className={isEmpty ? 'max-sm:w-full' : 'min-w-36 flex-1'}>
            {/* The label is the button people see; the input itself holds the focus and the ring is drawn here. */}
            <label
              className={classNames(
                'relative flex min-h-12 items-center justify-center gap-2 rounded-input border bg-surface px-3.5 text-button-small font-firm hover:border-ink sm:inline-flex sm:min-h-11',
                'has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus',
                message ? 'border-danger' : 'border-line-strong',
              )}
            >
              <Sign name="picture" />
              {fileIs === 'here' ? 'Let go to use it' : 'Choose a file'}
              <input
                ref={input}
                id={ID}
                type="file"
                accept={PICTURE_TYPES.join(',')}
                onChange={choose}
                className="sr-only"
                aria-labelledby={`${ID}-label`}
                aria-invalid={message ? true : undefined}
                aria-describedby={describedBy(
                  `${ID}-hint`,
                  message && `${ID}-problem`,
                  chosen !== null && `${ID}-facts`,
                )}
              />
            </label>
            {chosen ? (
              <ChosenFacts picture={chosen} />
            ) : (
              <p className="mt-2 text-hint text-ink-2 max-sm:hidden">
                <span className={classNames(isEmpty && 'rounded-chip bg-page px-1')}>
                  Or drop one on this row.
                </span>
              </p>
            )}
          </div>
        </div>
        <p aria-live="polite" className="sr-only">
          {spoken}
        </p>
      </div>
    </FieldRow>
  )
}

/** Hatching and a dashed edge: there is nothing yet. */
const NOTHING_YET = 'hatched border-[1.5px] border-dashed border-line-strong'
const THUMBNAIL = 'h-24 w-24 shrink-0 rounded-input sm:w-32'

function ChosenFacts({ picture }: { picture: ChosenPicture }) {
  const isScaled = picture.widthPixels > BACKGROUND_MAX_WIDTH_PIXELS
  return (
    <p id={`${ID}-facts`} className="mt-2 flex gap-2 text-hint text-ink-2 max-sm:text-hint-phone">
      <Sign name="check" className="mt-0.5 text-success" />
      <span className="min-w-0">
        <strong className="font-strong text-ink">Fits as it is:</strong>{' '}
        {pictureInWords(picture, picture.file.size)}.
        {isScaled && ` The server makes it ${BACKGROUND_MAX_WIDTH_PIXELS} pixels wide.`}
        <span dir="auto" className="block truncate">
          {picture.file.name}
        </span>
      </span>
    </p>
  )
}
