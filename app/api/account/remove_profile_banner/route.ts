import { ok } from '@/lib/result'
import { accountWrite } from '@/lib/server/account/account-write'
import { FORM_OVERHEAD_BYTES } from '@/lib/server/account/read-change'
import { readAnswerOptions } from '@/lib/server/http/request-parameters'
import { bannerRemoval } from '@/lib/server/x/x-account'

/** Removes the header image. Answers the User object as it is afterwards. */
export const POST = accountWrite({
  part: 'banner',
  maxBytes: () => FORM_OVERHEAD_BYTES,
  reason: 'image_rejected',
  changeOf: (parameters) => ok(bannerRemoval(readAnswerOptions(parameters))),
})
