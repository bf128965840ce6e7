import { answerAuth } from '@/lib/server/auth/sign-in'

export { answerAuth as GET, answerAuth as POST }
