import type { Draft } from '@/lib/profile/changes'
import type { Profile } from '@/lib/profile/profile'
import type { ServerKind } from '@/lib/server-kinds'

/** Where the page can show each picture that would be seen after publishing; null where none would. */
interface PreviewPictures {
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
  kind: Pick<ServerKind, 'textLimits' | 'linksTexts'>
  theme: PreviewTheme
}

/** The themes in which people look at X, each a set of tokens in `globals.css`; Plumage's own theme changes none of them. */
export const THEME_CLASSES = { light: 'x-light', dim: 'x-dim', dark: 'x-dark' } as const
export type PreviewTheme = keyof typeof THEME_CLASSES
