import { useObjectUrl } from '@/components/ui/use-object-url'
import type { Draft } from '@/lib/profile/changes'
import type { Profile } from '@/lib/profile/profile'

/** Addresses of the pictures that were chosen here, and of those that stand once the draft is published. */
export function usePictureUrls(draft: Draft, published: Profile) {
  const chosenUrls = {
    avatar: useObjectUrl(draft.avatar?.file),
    banner: useObjectUrl(draft.banner === 'removed' ? undefined : draft.banner?.file),
    background: useObjectUrl(draft.background?.file),
  }
  const pictureUrls = {
    avatar: chosenUrls.avatar ?? published.avatarUrl,
    banner: draft.banner === 'removed' ? null : (chosenUrls.banner ?? published.bannerUrl),
    background: chosenUrls.background ?? published.backgroundUrl,
  }
  return { chosenUrls, pictureUrls }
}
