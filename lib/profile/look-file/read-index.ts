import { err, ok, type Result } from '../../result'
import { LOOK_FILE_SCHEMAS, LOOK_FILE_VERSION, type LookFile, LookFileHeadSchema } from './look-file'

/** Why the index of a look file cannot be followed. */
export type IndexProblem =
  | { rule: 'no_look_file' }
  | { rule: 'newer_version'; version: number }
  /** `at` names the first place that is not as documented: `looks.0.values.bio`. */
  | { rule: 'wrong_index'; at: string }
  /** A text of a look is longer than texts are. */
  | { rule: 'text_too_long'; at: string }

/** Why an archive is not opened. */
export type ZipProblem = { rule: 'no_zip' } | { rule: 'unsafe_name'; name: string } | { rule: 'damaged' }

/** Why no look was taken from a file. */
export type LookArchiveProblem =
  | ZipProblem
  | IndexProblem
  | { rule: 'too_large'; bytes: number }
  /** All pictures together have more pixels than are decoded for one file. */
  | { rule: 'too_many_pixels' }
  /** The index names a file that is not there, or tells of it what is not so. */
  | { rule: 'picture_missing'; file: string }
  | { rule: 'no_picture'; file: string }
  | { rule: 'picture_too_large'; file: string; bytes: number }

/** Reads the index of a look file from its text, strictly: what the document does not name is refused. */
export function readIndex(text: string): Result<LookFile, IndexProblem> {
  const json = parseJson(text)
  const head = LookFileHeadSchema.safeParse(json)
  if (!head.success) return err({ rule: 'no_look_file' })
  if (head.data.version > LOOK_FILE_VERSION) {
    return err({ rule: 'newer_version', version: head.data.version })
  }
  const parsed = LOOK_FILE_SCHEMAS[head.data.version === 1 ? 1 : LOOK_FILE_VERSION].safeParse(json)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const at = issue?.path.join('.') ?? ''
    const isText = issue?.code === 'too_big' && issue.path[2] === 'values'
    return err({ rule: isText ? 'text_too_long' : 'wrong_index', at })
  }
  const folders = new Set(parsed.data.looks.map(({ folder }) => folder))
  return folders.size === parsed.data.looks.length
    ? ok(parsed.data)
    : err({ rule: 'wrong_index', at: 'looks' })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
