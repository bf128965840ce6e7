import { html } from 'hono/html'
import { z } from 'zod'
import { choicesOf, innerSchema } from '../control/errors'
import { folded, type Html } from './layout'

/**
 * Forms and buttons of the front page: each is one call of the control API. Every form is drawn from the schema of its
 * request; assets/front-page.js makes JSON of the fields and shows beside each what the control API says of it.
 * Nothing is checked twice.
 */
export interface Call {
  /** Method and path below /__sandbox/: `DELETE faults?id=3`. */
  call: string
  /** What the page says once it was taken. */
  done: string
  /** Sent as it is, with the fields if there are any. */
  sent?: object
}

/** What of a field its schema does not say. */
export interface FieldOptions {
  /** Its name in the JSON, unless said otherwise. */
  label?: string
  /** The id of a datalist on the page. */
  list?: string
  /** Chosen from, in place of the schema's own values. */
  options?: readonly Option[]
  /** Several lines. */
  rows?: number
  type?: 'datetime-local'
}

export interface Option {
  /** JSON of the value; an object is spread over the request, empty leaves the field out. */
  value: string
  label: string
}

/** How a value stands in an {@link Option}. */
export const jsonOption = (value: unknown, label = String(value)): Option => ({
  value: JSON.stringify(value),
  label,
})

export interface CallForm extends Call {
  /** Unique on the page; the ids of its fields begin with it. */
  id: string
  button: string
  /** Each field in its order, with its description as a hint. */
  schema: z.ZodObject
  /** What the fields hold at first, by name. */
  values?: object
  fields?: Readonly<Record<string, FieldOptions>>
  /** Further fields, below a line that opens. */
  more?: { summary: string; schema: z.ZodObject }
}

/** A form that makes a call of its fields. */
export function callForm({ id, button, schema, values = {}, fields = {}, more, ...call }: CallForm): Html {
  const value = new Map<string, unknown>(Object.entries(values))
  const draw = ({ shape }: z.ZodObject) =>
    Object.entries<z.ZodType>(shape).map(([name, type]) =>
      drawField(`${id}-${name}`, name, type, { ...fields[name], value: value.get(name) }),
    )
  return html`<form class="form" ${attributesOf(call)}><p class="wrong" role="alert"></p>${sentField(call)}
${draw(schema)}${more && folded(more.summary, html`${draw(more.schema)}`)}
<button class="main">${button}</button></form>`
}

/** A button that makes a call. */
export function callButton(label: string | Html, call: Call, kind: 'main' | 'plain' = 'plain'): Html {
  return html`<form class="call" ${attributesOf(call)}>${sentField(call)}<button class="${kind}">${label}</button></form>`
}

/** With the method dialog, outside a dialog, the browser itself sends nothing: not even before the script is there. */
function attributesOf({ call, done }: Call): Html {
  return html`data-call="${call}" data-done="${done}" method="dialog"`
}

function sentField({ sent }: Call): Html | undefined {
  return sent && html`<input type="hidden" name="sent" data-as="json" value="${JSON.stringify(sent)}">`
}

function drawField(
  id: string,
  name: string,
  schema: z.ZodType,
  { value, label = name, ...options }: FieldOptions & { value: unknown },
): Html {
  const { description } = schema
  if (innerSchema(schema) instanceof z.ZodBoolean && !options.options) {
    return html`<label class="switch"><input type="checkbox" name="${name}"${value === true && html` checked`}><span><b class="mono">${name}</b> ${description}</span></label>`
  }
  const attributes = html`id="${id}" name="${name}" aria-describedby="${id}-error${description && ` ${id}-hint`}"`
  return html`<div class="field"><label for="${id}">${label}</label>${
    description && html`<p class="hint" id="${id}-hint">${description}</p>`
  }<p class="wrong" id="${id}-error"></p>${
    drawSelect(attributes, schema, value, options) ?? drawText(attributes, schema, value, options)
  }</div>`
}

function drawSelect(attributes: Html, schema: z.ZodType, value: unknown, field: FieldOptions): Html | null {
  const choices = choicesOf(schema)?.map((choice) => jsonOption(choice))
  const isFree = schema.isOptional() && value === undefined
  const options = field.options ?? [
    ...(choices && isFree ? [{ value: '', label: 'as it is' }] : []),
    ...(choices && schema.isNullable() ? [jsonOption(null, 'none of its own')] : []),
    ...(choices ?? []),
  ]
  if (options.length === 0) return null
  const chosen = JSON.stringify(value)
  return html`<select ${attributes} data-as="json">${options.map(
    (option) =>
      html`<option value="${option.value}"${option.value === chosen && html` selected`}>${option.label}</option>`,
  )}</select>`
}

function drawText(
  attributes: Html,
  schema: z.ZodType,
  value: unknown,
  { list, type, rows }: FieldOptions,
): Html {
  const text = Array.isArray(value) ? value.join('\n') : String(value ?? '')
  const as = readingOf(innerSchema(schema))
  const whenEmpty = schema.isNullable() ? 'null' : schema.isOptional() ? 'omit' : null
  const more = html`${as && html` data-as="${as}"`}${whenEmpty && html` data-when-empty="${whenEmpty}"`} autocomplete="off" spellcheck="false"`
  // A line break at the beginning of a textarea is dropped by browsers: this one is theirs to drop.
  if (rows !== undefined) return html`<textarea ${attributes} rows="${rows}"${more}>\n${text}</textarea>`
  return html`<input ${attributes} value="${text}"${list && html` list="${list}"`}${type && html` type="${type}"`}${as === 'number' && html` inputmode="numeric"`}${more}>`
}

/** What the script makes of a text that is not sent as it is. */
function readingOf(schema: z.ZodType): 'number' | 'lines' | 'headers' | null {
  if (schema instanceof z.ZodNumber) return 'number'
  if (schema instanceof z.ZodArray) return 'lines'
  return schema instanceof z.ZodRecord ? 'headers' : null
}
