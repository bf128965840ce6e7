import { accountWrite } from '@/lib/server/account/account-write'
import { formMaxBytes, readBannerChange } from '@/lib/server/account/read-change'

/** Replaces the header image, or a region of it. Answers the User object as it is afterwards. */
export const POST = accountWrite({
  part: 'banner',
  maxBytes: () => formMaxBytes('banner'),
  reason: 'image_rejected',
  changeOf: readBannerChange,
})
