import { answerReadLimit } from '@/lib/server/account/account-write'

/**
 * Remembers until when nothing is read (`until`, ISO 8601, within a day). A page that meets a full limit while it is
 * rendered cannot write that down itself; the browser does it by this. Nothing is sent upstream.
 */
export { answerReadLimit as POST }
