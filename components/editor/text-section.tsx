import type { Elements } from '@/components/ui/elements'
import { countCharacters } from '@/lib/profile/count-characters'
import { type Profile, TEXT_FIELDS, TEXT_LIMIT_CHARACTERS, type TextField } from '@/lib/profile/profile'
import { TextFieldRow } from './text-field-row'
import type { useProfileForm } from './use-profile-form'

interface TextSectionProps {
  editor: ReturnType<typeof useProfileForm>
  /** The profile the server rendered. */
  profile: Profile
  /** Said above the texts, where the server does not take them. */
  notice: Elements
}

/** The four texts. */
export function TextSection({ editor, profile, notice }: TextSectionProps) {
  const { draft, changes, problems, published, change } = editor

  function remarkOn(field: TextField): string | undefined {
    if (field === 'website') return editor.websiteRemark
    if (field !== 'bio') return undefined
    return countCharacters(draft.bio) > TEXT_LIMIT_CHARACTERS.bio ? 'Nothing is cut off for you.' : ''
  }

  return (
    <>
      {notice}
      {TEXT_FIELDS.map((field) => (
        <TextFieldRow
          key={field}
          field={field}
          registration={editor.registerText(field)}
          value={draft[field]}
          initialValue={profile[field]}
          isChanged={changes.some((one) => one.field === field)}
          problem={problems.get(field)}
          remark={remarkOn(field)}
          onPutBack={() => {
            change(field, published[field])
            editor.form.setFocus(field)
          }}
        />
      ))}
    </>
  )
}
