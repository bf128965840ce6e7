import { AnySign } from '@/components/ui/more-icons'

interface PromiseListProps {
  title: string
  kind: 'does' | 'never'
  promises: string[]
}

/** What the product does, or never does; both lists have the same weight, so the crosses are grey. */
export function PromiseList({ title, kind, promises }: PromiseListProps) {
  return (
    <section>
      <h2 className="text-h2-small">{title}</h2>
      <ul className="mt-3 flex flex-col gap-2">
        {promises.map((promise) => (
          <li key={promise} className="flex gap-3">
            <AnySign
              name={kind === 'does' ? 'check' : 'cross'}
              className={kind === 'does' ? 'mt-0.5 text-success' : 'mt-0.5 text-ink-2'}
            />
            <span>{promise}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
