import { answerAccounts } from '@/lib/server/auth/accounts'

export const runtime = 'nodejs'

export { answerAccounts as GET }
