import { HISTORY_MAX_BYTES } from '@/lib/browser/storage/history-store'
import { sizeInWords } from '@/lib/messages/hidden-data'

const BYTES_PER_MEGABYTE = 1_000_000

interface HistoryPlateProps {
  /** Null until it was counted. */
  size: { entries: number; bytes: number } | null
  onSave: () => void
  onClear: () => void
}

/** Where the history is kept, how large it is, and the way to be rid of it. */
export function HistoryPlate({ size, onSave, onClear }: HistoryPlateProps) {
  return (
    <aside
      aria-labelledby="history-plate"
      className="leaf-plate self-start bg-surface p-6 shadow-plate forced-colors:border"
    >
      <h2 id="history-plate" className="text-h3">
        Kept on this device only
      </h2>
      <p className="mt-1 text-hint text-ink-2">
        Old pictures are saved here before they are replaced, because nobody else keeps them.
      </p>
      <p className="mt-3 text-hint text-ink-2">
        <span>
          {size &&
            `${size.entries === 1 ? '1 entry' : `${size.entries} entries`}, ${sizeInWords(size.bytes)}. `}
        </span>
        <span>{`The oldest are removed above ${HISTORY_MAX_BYTES / BYTES_PER_MEGABYTE} MB.`}</span>
      </p>
      <p className="mt-3 flex flex-col items-start text-button-small font-strong">
        <a href="/storage" className="py-1.5 text-accent hover:underline">
          Everything kept on this device
        </a>
        {size !== null && size.entries > 0 && (
          <>
            <button type="button" onClick={onSave} className="py-1.5 text-accent hover:underline">
              Export as a file
            </button>
            <button type="button" onClick={onClear} className="py-1.5 text-danger hover:underline">
              Delete the history
            </button>
          </>
        )}
      </p>
    </aside>
  )
}
