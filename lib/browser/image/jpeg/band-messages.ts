import type { QuarterTurns } from '@/lib/placement'
import type { Band } from './band'
import type { HuffmanTable } from './huffman'
import type { QuantizationTables } from './quantization'
import type { BandPlan } from './reduce-planes'
import type { StoredPlanes } from './stored-planes'

/** What the worker of a band is asked for, one after the other; each kind has its answer in `BandAnswers`. */
export type BandRequest =
  | { kind: 'open_frame'; frame: VideoFrame; quarterTurns: QuarterTurns }
  | { kind: 'open'; stored: StoredPlanes }
  | { kind: 'transform'; plan: BandPlan }
  | { kind: 'quantize'; tables: QuantizationTables }
  | { kind: 'write'; tables: HuffmanTable[] }

/** An answer is null when something went wrong. */
export interface BandAnswers {
  open_frame: true
  open: true
  transform: Pick<Band, 'mcus' | 'sample'>
  quantize: Uint32Array
  write: Uint8Array
}
