import { accountWrite } from '@/lib/server/account/account-write'
import { readTextChange, textFormMaxBytes } from '@/lib/server/account/read-change'

/** Changes the named texts; one that is left out stays as it is. Answers upstream's User object. */
export const POST = accountWrite({
  part: 'text',
  maxBytes: textFormMaxBytes,
  reason: 'field_rejected',
  changeOf: readTextChange,
})
