import { answerAccounts } from '@/lib/server/auth/accounts'

export { answerAccounts as GET }
