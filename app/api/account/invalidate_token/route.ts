import { answerRevocation } from '@/lib/server/account/account-write'

/**
 * Ends the permission at the server for good, and then the session in this browser. Answers `{"revoked":true}` and
 * never, as upstream does, the token. When the server did not confirm it the session stays, so that the person can
 * try again.
 */
export { answerRevocation as POST }
