import type { AccessToken, Account } from '../state'
import type { Answer } from '../wire/answer'
import type { Exchange } from '../wire/exchange'

/** What an endpoint of API v1.1 is given once every check before the parameters has passed. */
export interface Call {
  exchange: Exchange
  account: Account
  token: AccessToken
  /** Where pictures' addresses begin, see {@link mediaBase}. */
  mediaBase: string
}

/** One resource of API v1.1. */
export interface Endpoint {
  method: 'GET' | 'POST'
  /** Which mode may close it. */
  closedBy?: 'profile' | 'background'
  /** Calls a quarter of an hour and token. X publishes none for writes, and sends no headers there. */
  limit?: number
  answer(call: Call): Promise<Answer>
}
