import { answerSwitch } from '@/lib/server/auth/accounts'

export { answerSwitch as POST }
