import { accountWrite } from '@/lib/server/account/account-write'
import { formMaxBytes, readAvatarChange } from '@/lib/server/account/read-change'

/** Replaces the profile photo. Answers upstream's User object, in which the address of the photo may still be the old one. */
export const POST = accountWrite({
  part: 'avatar',
  maxBytes: () => formMaxBytes('avatar'),
  reason: 'image_rejected',
  changeOf: readAvatarChange,
})
