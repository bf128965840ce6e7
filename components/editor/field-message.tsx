import { Icon } from '@/components/ui/icon'

/** What is wrong with a field, directly above its control and tied to it by its id. */
export function FieldMessage({ id, message }: { id: string; message: string }) {
  return (
    <p id={id} className="mb-2 flex gap-2 text-note font-strong text-danger">
      <Icon name="octagon" className="mt-0.5" />
      <span className="min-w-0 break-words">{message}</span>
    </p>
  )
}
