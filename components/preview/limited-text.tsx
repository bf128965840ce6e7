import { excerptOf } from '@/lib/profile/bounded-text'
import { splitAtLimit } from '@/lib/profile/count-characters'
import { TEXT_LIMIT_CHARACTERS, type TextField } from '@/lib/profile/profile'

/** A text as it would be shown, and underlined what is too much of it. */
export function LimitedText({ field, text }: { field: TextField; text: string }) {
  const { fits, surplus } = splitAtLimit(text, TEXT_LIMIT_CHARACTERS[field])
  return (
    <>
      <span>{fits}</span>
      {surplus && (
        <span className="underline decoration-danger decoration-wavy decoration-from-font underline-offset-4">
          {excerptOf(surplus)}
        </span>
      )}
    </>
  )
}
