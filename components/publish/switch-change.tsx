import type { SwitchField } from '@/lib/profile/changes'

/** A switch, old and new, in words. */
export function SwitchChange({ field, willBe }: { field: SwitchField; willBe: boolean }) {
  return (
    <p>
      Was <strong className="font-bold">{willBe ? 'off' : 'on'}</strong>, will be{' '}
      <strong className="font-bold">{willBe ? 'on' : 'off'}</strong>.{' '}
      <span className="text-ink-2">{MEANINGS[field][willBe ? 'on' : 'off']}</span>
    </p>
  )
}

const MEANINGS: Record<SwitchField, { on: string; off: string }> = {
  tileBackground: {
    on: 'The picture then repeats in both directions.',
    off: 'The picture then stands there once.',
  },
  showBackground: {
    on: 'The picture is then behind your profile.',
    off: 'Only the colour is then behind your profile.',
  },
}
