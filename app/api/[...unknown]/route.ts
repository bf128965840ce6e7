import { answerNothingHere } from '@/lib/server/http/response'

/** Every address below /api that is none of ours: said in the words and with the headers of all our answers. */
export {
  answerNothingHere as DELETE,
  answerNothingHere as GET,
  answerNothingHere as PATCH,
  answerNothingHere as POST,
  answerNothingHere as PUT,
}
