import type { Problem } from '../control/refusal'
import { type Html, html } from './html'
import { sign } from './signs'

/** A form as it came back because something in it has to be put right. */
export interface Filled {
  form: string
  typed: URLSearchParams
  problems: readonly Problem[]
}

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
  /** Brings up a keyboard of digits; the field takes any text, so that what is wrong can be said. */
  isNumber?: boolean
  /** Several lines. */
  rows?: number
}

export interface Option {
  value: string
  says: string
}

export interface ListField extends FieldText {
  options: readonly Option[]
  value?: string | undefined
}

export interface BoxField extends FieldText {
  isTicked?: boolean
}

/** The parts of one form, each filled as somebody left it and with what is wrong beside it. */
export interface FormParts {
  text(field: TextField): Html
  list(field: ListField): Html
  box(field: BoxField): Html
  /** The form around its parts. */
  whole(parts: Html, button: string, kind?: 'main' | 'plain'): Html
}

/** Where the answer to a form stands, and where the page opens then. */
const ANSWER_ID = 'answer'

export function formParts(form: string, filled: Filled | null): FormParts {
  const mine = filled?.form === form ? filled : null
  const filledIn = (name: string, otherwise = '') => (mine ? (mine.typed.get(name) ?? '') : otherwise)
  const around = ({ name, label, hint }: FieldText, control: (attributes: Html) => Html): Html => {
    const id = fieldId(form, name)
    const problem = mine?.problems.find(({ field }) => field === name)
    const describedBy = [problem && `${id}-problem`, hint && `${id}-hint`].filter(Boolean).join(' ')
    const attributes = html`id="${id}" name="${name}"${problem !== undefined && html` aria-invalid="true"`}${
      describedBy !== '' && html` aria-describedby="${describedBy}"`
    }`
    return html`<div class="field"><label for="${id}">${label}</label>${
      hint !== undefined && html`<p class="hint" id="${id}-hint">${hint}</p>`
    }${
      problem !== undefined &&
      html`<p class="wrong" id="${id}-problem">${sign('alert')}<span>${problem.sentence}</span></p>`
    }${control(attributes)}</div>`
  }
  return {
    text: (field) => around(field, (attributes) => textControl(field, attributes, filledIn)),
    list: (field) =>
      around(
        field,
        (attributes) =>
          html`<select ${attributes}>${field.options.map(
            ({ value, says }) =>
              html`<option value="${value}"${value === filledIn(field.name, field.value) && html` selected`}>${says}</option>`,
          )}</select>`,
      ),
    box: ({ name, label, hint, isTicked = false }) => {
      const id = fieldId(form, name)
      const isOn = mine ? mine.typed.has(name) : isTicked
      return html`<div class="box"><input type="checkbox" id="${id}" name="${name}"${isOn && html` checked`}${
        hint !== undefined && html` aria-describedby="${id}-hint"`
      }><label for="${id}">${label}</label>${hint !== undefined && html`<p class="hint" id="${id}-hint">${hint}</p>`}</div>`
    },
    whole: (parts, button, kind = 'main') =>
      html`<form class="form" method="post" action="${formAction(form)}" novalidate>${parts}<button class="${kind}">${button}</button></form>`,
  }
}

function textControl(
  field: TextField,
  attributes: Html,
  filledIn: (name: string, otherwise?: string) => string,
): Html {
  const { name, placeholder, list, isNumber, rows } = field
  const value = filledIn(name, field.value)
  const plain = html`${placeholder !== undefined && html` placeholder="${placeholder}"`} autocomplete="off" spellcheck="false"`
  // A line break at the beginning of a textarea is dropped by browsers: this one is theirs to drop.
  if (rows !== undefined)
    return html`<textarea ${attributes} rows="${rows}"${plain}>
${value}</textarea>`
  return html`<input ${attributes} value="${value}"${list !== undefined && html` list="${list}"`}${
    isNumber === true && html` inputmode="numeric"`
  }${plain}>`
}

/** A form that is one button, and what it is about. */
export function buttonForm(
  form: string,
  button: string | Html,
  about: Readonly<Record<string, string>> = {},
  kind = 'plain',
): Html {
  return html`<form class="button-form" method="post" action="${formAction(form)}">${Object.entries(
    about,
  ).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}<button class="${kind}">${button}</button></form>`
}

/** Says what is now so. The page opens at it. */
export function doneLine(said: string): Html {
  return html`<p class="answer done" id="${ANSWER_ID}" role="status" tabindex="-1">${sign('check')}<span>${said}</span></p>`
}

/** Says that nothing was done, and leads to what is wrong. The page opens at it. */
export function problemList({ form, problems }: Filled): Html {
  return html`<div class="answer problem" id="${ANSWER_ID}" role="group" aria-label="There is a problem" tabindex="-1"><p class="wrong">${sign('alert')}<span>Nothing was changed.</span></p>
<ul>${problems.map(({ field, sentence }) => html`<li>${field === null ? sentence : html`<a href="#${fieldId(form, field)}">${sentence}</a>`}</li>`)}</ul></div>`
}

/** Where a form is sent; the fragment stays and opens the page at the answer. */
export function formAction(form: string): string {
  return `/__sandbox/forms/${form}#${ANSWER_ID}`
}

function fieldId(form: string, name: string): string {
  return `${form}-${name}`
}
