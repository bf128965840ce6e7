// The front page's own work: a form or button is one call of the control API (pages/forms.ts). This makes its JSON, says
// beside each field what the control API says of it, and renews what the server draws.

const REFRESH_MS = 2000
const STATUS_MS = 8000

const status = document.querySelector('[data-status]')
const liveState = document.querySelector('[data-live-state]')
const holdButton = document.querySelector('[data-hold]')

let isRefreshing = false
let statusTimer

/** Stays in sight wherever the page is scrolled to, for as long as it takes to read. */
function showStatus(sentence) {
  status.textContent = sentence
  clearTimeout(statusTimer)
  statusTimer = setTimeout(() => status.replaceChildren(), STATUS_MS)
}

const isHeld = () => holdButton.getAttribute('aria-pressed') === 'true'

/**
 * Takes over what changed, region by region. One that somebody is in or has filled is left alone, unless they just made
 * this call from it: then they are put back where they were.
 */
async function refresh(form = null) {
  if (isRefreshing && !form) return
  isRefreshing = true
  try {
    const response = await fetch(location.href, { cache: 'no-store' })
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html')
    for (const region of document.querySelectorAll('[data-live]')) {
      const renewed = fresh.querySelector(`[data-live="${region.dataset.live}"]`)
      const focused = region.contains(document.activeElement) && document.activeElement
      if (!renewed || ((focused || isBeingFilled(region)) && !region.contains(form))) continue
      // What somebody opened or closed stays as they left it.
      for (const { id, open } of region.querySelectorAll('details[id]'))
        renewed.querySelector(`#${CSS.escape(id)}`)?.toggleAttribute('open', open)
      if (renewed.innerHTML === region.innerHTML) continue
      region.replaceChildren(...renewed.childNodes)
      if (focused) returnFocus(region, focused)
    }
    liveState.textContent = isHeld() ? 'Held' : 'Live'
  } catch {
    liveState.textContent = 'The sandbox does not respond'
  } finally {
    isRefreshing = false
  }
}

/** Whether somebody typed or chose something there that was not sent yet. */
function isBeingFilled(region) {
  return [...region.querySelectorAll('.form :is(input, textarea, option)')].some((field) =>
    field.localName === 'option'
      ? field.selected !== field.defaultSelected && field.parentElement.querySelector('[selected]') !== null
      : field.value !== field.defaultValue || field.checked !== field.defaultChecked,
  )
}

/** To the same control, by its name, value and words; to the panel's heading when it is gone. */
function returnFocus(region, focused) {
  const keyOf = ({ localName, name, value, textContent }) => [localName, name, value, textContent].join('\n')
  const same = [...region.querySelectorAll(focused.localName)].find(
    (control) => keyOf(control) === keyOf(focused),
  )
  const heading = region.closest('section').querySelector('h2')
  if (!same) heading.tabIndex = -1
  ;(same ?? heading).focus()
}

/** Calls the control API. `{error, problems}` when it was refused or did not arrive. */
async function call([method, path], body) {
  try {
    const response = await fetch(`/__sandbox/${path}`, { method, body: JSON.stringify(body) })
    const { error, problems = [] } = await response.json()
    return response.ok ? { problems } : { error, problems }
  } catch {
    return { error: 'The sandbox does not respond.', problems: [] }
  }
}

const linesOf = (text) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

/** What is sent of a text, by the kind of its field; the control API says what is wrong with it. */
const READERS = {
  text: (text) => text.trim(),
  number: (text) => (/^\s*-?\d+\s*$/.test(text) ? Number(text) : text),
  lines: linesOf,
  headers: (text) => Object.fromEntries(linesOf(text).map((line) => [...line.split(/\s*:\s*(.*)/, 2), null])),
  'datetime-local': (text) => text && new Date(`${text}Z`).toISOString(),
}

/** What one field adds to the JSON of its form. */
function readField({ name, type, value, checked, dataset }) {
  if (type === 'checkbox') return { [name]: checked }
  if (type === 'radio') return checked ? { [name]: value } : {}
  if (dataset.as === 'json') {
    const chosen = value === '' ? {} : JSON.parse(value)
    return chosen !== null && typeof chosen === 'object' ? chosen : { [name]: chosen }
  }
  if (value.trim() === '' && dataset.whenEmpty) return dataset.whenEmpty === 'null' ? { [name]: null } : {}
  const reader = READERS[dataset.as ?? type]
  return { [name]: reader ? reader(value) : value }
}

/** The JSON of a form; what comes later overrides what an earlier choice spread over it. */
const jsonOf = (form) =>
  Object.assign({}, ...[...form.elements].filter(({ name }) => name !== '').map(readField))

/** Says beside each field what is wrong with it, the rest above the form or as its status; focuses the first. */
function showProblems(form, { error, problems }) {
  const fields = form.querySelectorAll('[aria-describedby]')
  let first = null
  for (const field of fields) {
    const sentence = problems.find((problem) => problem.field === field.name)?.sentence
    field.parentElement.querySelector('.wrong').textContent = sentence ?? ''
    field.removeAttribute('aria-invalid')
    if (sentence === undefined) continue
    field.setAttribute('aria-invalid', 'true')
    field.closest('details')?.setAttribute('open', '')
    first ??= field
  }
  const above = form.querySelector(':scope > .wrong')
  const unplaced = first === null ? (error ?? '') : ''
  if (above) above.textContent = unplaced
  if (error === undefined) return
  ;(first ?? fields[0])?.focus()
  showStatus(`${above ? '' : unplaced} Nothing was changed.`.trim())
}

document.addEventListener('submit', async (event) => {
  const form = event.target
  if (form.dataset.call === undefined) return
  event.preventDefault()
  if (form.ariaBusy === 'true') return
  form.ariaBusy = 'true'
  const { done } = form.querySelector('[type="radio"]:checked')?.dataset ?? form.dataset
  const outcome = await call(form.dataset.call.split(' '), jsonOf(form))
  form.ariaBusy = 'false'
  const isTaken = outcome.error === undefined
  if (isTaken) showStatus(done)
  showProblems(form, outcome)
  // A form that was taken is empty for the next, unless it is renewed; a switch that was not goes back.
  if (isTaken ? !form.closest('[data-live]') : !form.matches('.form')) form.reset()
  if (isTaken) form.closest('.reset')?.removeAttribute('open')
  await refresh(form)
})

document.addEventListener('change', ({ target }) => {
  if (target.type === 'radio') target.form.requestSubmit()
})

document.addEventListener('click', async ({ target }) => {
  const button = target.closest('[data-copy], [data-hold]')
  if (!button) return
  if (button === holdButton) {
    button.setAttribute('aria-pressed', String(!isHeld()))
    liveState.toggleAttribute('data-held', isHeld())
    liveState.textContent = isHeld() ? 'Held' : 'Live'
    if (!isHeld()) refresh()
    return
  }
  try {
    await navigator.clipboard.writeText(button.dataset.copy)
    showStatus('Copied.')
  } catch {
    showStatus('The browser does not let this page copy. Select the text instead.')
  }
})

if (holdButton)
  setInterval(() => {
    if (!isHeld() && document.visibilityState === 'visible') refresh()
  }, REFRESH_MS)
