import { answerSwitch } from '@/lib/server/auth/accounts'

export const runtime = 'nodejs'

export { answerSwitch as POST }
