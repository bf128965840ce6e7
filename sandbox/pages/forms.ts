import { html } from 'hono/html'
import { type Html, icon } from './layout'

/**
 * The forms of the front page. Each names a call of the control API; assets/front-page.js makes its JSON of the fields
 * and shows beside a field what the control API says of it. Nothing is checked twice.
 */

interface FieldText {
  name: string
  label: string
  hint?: string | undefined
}

export interface TextField extends FieldText {
  value?: string | undefined
  placeholder?: string
  /** The id of a datalist on the page. */
  list?: string
  /** What the script makes of the text: a JSON number, one string a line, headers by name, a moment in UTC (the browser's own field). */
  as?: 'number' | 'lines' | 'headers' | 'moment'
  /** Sent as null, or as an empty text, when it is left empty; otherwise it is left out. */
  whenEmpty?: 'null' | 'empty'
  /** Several lines. */
  rows?: number
}

export interface SelectField extends FieldText {
  options: readonly Option[]
  value?: string
}

export interface Option {
  /** JSON of the value; an object is spread over the request, null counts, empty leaves the field out. */
  value: string
  label: string
}

/** How a value stands in an {@link Option}. */
export const jsonOption = (value: unknown, label = String(value)): Option => ({
  value: JSON.stringify(value),
  label,
})

/** The kinds of fields, with ids that are unique on the page: they begin with `form`. */
export function fieldsOf(form: string) {
  function field({ name, label, hint }: FieldText, control: (attributes: Html) => Html): Html {
    const id = `${form}-${name}`
    return html`<div class="field"><label for="${id}">${label}</label>${
      hint !== undefined && html`<p class="hint" id="${id}-hint">${hint}</p>`
    }<p class="wrong" id="${id}-error" data-error hidden>${icon('alert')}<span></span></p>${control(
      html`id="${id}" name="${name}" aria-describedby="${id}-error${hint === undefined ? '' : ` ${id}-hint`}"`,
    )}</div>`
  }
  return {
    textField: (text: TextField) => field(text, (attributes) => textControl(text, attributes)),
    selectField: (select: SelectField) =>
      field(
        select,
        (attributes) =>
          html`<select ${attributes}>${select.options.map(
            ({ value, label }) =>
              html`<option value="${value}"${value === select.value && html` selected`}>${label}</option>`,
          )}</select>`,
      ),
    /** A box whose JSON is true or false. */
    checkbox: ({ name, label, isChecked = false }: FieldText & { isChecked?: boolean }) =>
      html`<div class="box"><input type="checkbox" id="${form}-${name}" name="${name}"${isChecked && html` checked`}><label for="${form}-${name}">${label}</label></div>`,
  }
}

function textControl(
  { value = '', placeholder, list, as, whenEmpty, rows }: TextField,
  attributes: Html,
): Html {
  const plain = html`${as !== undefined && html` data-as="${as}"`}${
    whenEmpty !== undefined && html` data-when-empty="${whenEmpty}"`
  }${placeholder !== undefined && html` placeholder="${placeholder}"`} autocomplete="off" spellcheck="false"`
  // A line break at the beginning of a textarea is dropped by browsers: this one is theirs to drop.
  if (rows !== undefined)
    return html`<textarea ${attributes} rows="${rows}"${plain}>
${value}</textarea>`
  return html`<input ${attributes} value="${value}"${list !== undefined && html` list="${list}"`}${
    as === 'number' && html` inputmode="numeric"`
  }${as === 'moment' && html` type="datetime-local"`}${plain}>`
}

/** A field that is sent and not seen. */
export function hiddenField(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}">`
}

/** A form that posts its fields as JSON below /__sandbox/. `done` is said when it was taken. */
export function postForm(
  path: string,
  fields: Html,
  { button, done }: { button: string; done: string },
): Html {
  return html`<form class="form" data-post="${path}" data-done="${done}" novalidate><p class="wrong" data-form-error hidden>${icon('alert')}<span></span></p>${fields}<button class="main">${button}</button></form>`
}

export interface Action {
  method?: 'POST' | 'DELETE'
  /** Below /__sandbox/. */
  path: string
  body?: unknown
  done: string
  kind?: 'main' | 'plain'
}

/** A button that makes one call of the control API. */
export function actionButton(
  label: string | Html,
  { method = 'POST', path, body, done, kind = 'plain' }: Action,
): Html {
  return html`<button type="button" class="${kind}" data-call="${method} ${path}" data-done="${done}"${
    body !== undefined && html` data-body="${JSON.stringify(body)}"`
  }>${label}</button>`
}
