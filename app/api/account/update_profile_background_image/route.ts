import { accountWrite } from '@/lib/server/account/account-write'
import { formMaxBytes, readBackgroundChange } from '@/lib/server/account/read-change'

/** Changes the background image, its tiling or whether it is shown. Answers upstream's User object. */
export const POST = accountWrite({
  part: 'background',
  maxBytes: () => formMaxBytes('background'),
  reason: 'image_rejected',
  changeOf: readBackgroundChange,
})
