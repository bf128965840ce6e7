import { Question } from '@/components/ui/dialog'
import { DropListener, MissedDropListener } from './drop-listener'
import { ElsewhereNote, NotSavedNote, PublishedNote, RestoredNote } from './editor-notes'
import { ErrorSummary } from './error-summary'
import { LinkColorTools } from './link-color-tools'
import { PartNotice } from './part-notice'
import { UndoSteps } from './undo-steps'

/**
 * What the editor shows later: fetched as one file, once the page is idle or when one of them is drawn. Many small files
 * cost a phone more than what is in them.
 */
export const laterParts = {
  DropListener,
  ElsewhereNote,
  ErrorSummary,
  LinkColorTools,
  MissedDropListener,
  NotSavedNote,
  PartNotice,
  PublishedNote,
  Question,
  RestoredNote,
  UndoSteps,
}
