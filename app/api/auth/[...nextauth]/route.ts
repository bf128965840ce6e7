import { answerAuth } from '@/lib/server/auth/sign-in'

export const runtime = 'nodejs'

export { answerAuth as GET, answerAuth as POST }
