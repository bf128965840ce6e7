import type { Section } from '../control/forms/front-forms'
import type { Store } from '../store'
import { doneLine, type Filled, problemList } from './form-parts'
import { type Html, html } from './html'

/** An endpoint as the front page lists it. */
export interface ListedEndpoint {
  /** With its version, without `.json`. */
  path: string
  /** X's calls in a quarter of an hour; undefined where it counts none. */
  limit: number | undefined
}

/** What a front page is asked to show besides the state. */
export interface FrontPageView {
  host: string
  endpoints: readonly ListedEndpoint[]
  /** What somebody looks for among the accounts; empty shows the first of them. */
  find: string
  /** The screen name of the account that is to be changed. */
  changedAccount: string | null
  /** The consumer key of the app whose registration is to be changed. */
  changedApp: string | null
  /** What came of the form that was sent last. */
  answer: { section: Section; said: string } | { section: Section; filled: Filled } | null
}

/** What each part of the page is made from. */
export interface PanelInput {
  store: Store
  view: FrontPageView
  /** The form that has to be put right, wherever it stands. */
  filled: Filled | null
}

/** The answer, when it belongs to this part of the page. */
export function answerIn(view: FrontPageView, section: Section): Html | null {
  if (view.answer?.section !== section) return null
  return 'said' in view.answer ? doneLine(view.answer.said) : problemList(view.answer.filled)
}

export interface Panel {
  section: Section
  title: string
  /** At the right end of the head: what is so, in a few words. Renews itself. */
  state?: Html | string
  /** At the right end, beside the state: links and buttons. */
  tools?: Html
  body: Html
}

/** A part of the page that is always open. */
export function panel(view: FrontPageView, { section, title, state, tools, body }: Panel): Html {
  return html`<section class="panel" id="${section}" aria-labelledby="${section}-heading">
<div class="panel-head"><h2 id="${section}-heading">${title}</h2><div class="panel-tools">${stateOf(section, state)}${tools ?? null}</div></div>
${answerIn(view, section)}${body}</section>`
}

/** A part of the page that opens, and is open when something was just done in it. */
export function foldedPanel(
  view: FrontPageView,
  { section, title, state, body }: Omit<Panel, 'tools'>,
  isOpen = false,
): Html {
  const answer = answerIn(view, section)
  return html`<section class="panel" id="${section}" aria-labelledby="${section}-heading">
<details${(answer !== null || isOpen) && html` open`}><summary class="panel-head"><h2 id="${section}-heading">${title}</h2>${stateOf(section, state)}</summary>
<div class="panel-opened">${answer}${body}</div></details></section>`
}

function stateOf(section: Section, state: Html | string | undefined): Html | null {
  return state === undefined
    ? null
    : html`<span class="panel-state" data-live="${section}-state">${state}</span>`
}

/** A part of a panel that opens. */
export function folded(summary: string, body: Html, isOpen: boolean): Html {
  return html`<details class="folded"${isOpen && html` open`}><summary>${summary}</summary><div class="folded-body">${body}</div></details>`
}

/** All accounts as a list to choose from. */
export function accountOptions(store: Store): { value: string; says: string }[] {
  return store.state.accounts.map(({ screenName }) => ({ value: screenName, says: `@${screenName}` }))
}
