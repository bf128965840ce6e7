import { answerAuth } from '@/lib/server/sign-in'

export const runtime = 'nodejs'

export { answerAuth as GET, answerAuth as POST }
