/** Markup that may be put into markup as it is. Only {@link html} makes it. */
export interface Html {
  readonly markup: string
}

type Insertion = string | number | Html | null | false | readonly Insertion[]

/** Markup from a template; every inserted text is escaped, inserted {@link Html} and lists of it are not. */
export function html(strings: TemplateStringsArray, ...insertions: readonly Insertion[]): Html {
  const markup = strings.reduce(
    (text, part, index) => `${text}${insert(insertions[index - 1] ?? null)}${part}`,
  )
  return { markup }
}

function insert(insertion: Insertion): string {
  if (insertion === null || insertion === false) return ''
  if (typeof insertion === 'string' || typeof insertion === 'number') return escapeHtml(String(insertion))
  if ('markup' in insertion) return insertion.markup
  return insertion.map(insert).join('')
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text made safe for element content and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)
}
