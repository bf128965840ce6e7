import type { Draft } from '@/lib/profile/changes'
import type { Profile } from '@/lib/profile/profile'
import type { ServerKind } from '@/lib/server-kinds'

/** Where the page can show each picture that would be seen after publishing; null where none would. */
export interface PreviewPictures {
  avatarUrl: string | null
  bannerUrl: string | null
  /** Null as well while the background is switched off. */
  backgroundUrl: string | null
}

/** What every view of the profile is drawn from. */
export interface PreviewSubject {
  published: Profile
  draft: Draft
  pictures: PreviewPictures
  textLimits: ServerKind['textLimits']
}
