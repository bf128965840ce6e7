import 'next-auth'
import 'next-auth/jwt'

declare module 'next-auth' {
  interface Session {
    user: { id: string | undefined; handle: string | null | undefined }
  }
}

declare module 'next-auth/jwt' {
  interface JWT {
    handle?: string | null | undefined
    /** The id of the last sign-out in this browser when the sign-in was asked for; see session.ts. */
    signOut?: unknown
    // What another program put into a cookie is not known to be a text until it is read.
    accessToken?: unknown
    /** Of a token of OAuth 1.0a. */
    accessTokenSecret?: unknown
    /** Of a token of OAuth 2.0, in epoch seconds. */
    expiresAt?: unknown
  }
}
