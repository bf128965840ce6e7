// The front page's own work: it makes JSON of its forms for the control API, shows beside a field what the control API
// says of it, renews what the server draws, and copies keys.

const REFRESH_MS = 2000
const STATUS_MS = 8000

const status = document.querySelector('[data-status]')
const liveState = document.querySelector('[data-live-state]')
const holdButton = document.querySelector('[data-hold]')

let isHeld = false
let isRefreshing = false
let statusTimer

/** Stays in sight wherever the page is scrolled to, for as long as it takes to read. */
function showStatus(sentence) {
  if (!status) return
  status.textContent = sentence
  clearTimeout(statusTimer)
  statusTimer = setTimeout(() => status.replaceChildren(), STATUS_MS)
}

/**
 * Takes over what changed, region by region. The region somebody is in is left alone, unless they just changed it
 * themselves: then it is renewed and they are put back where they were.
 */
async function refresh(isOwnChange = false) {
  if (isRefreshing && !isOwnChange) return
  isRefreshing = true
  try {
    const response = await fetch(location.href, { cache: 'no-store' })
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html')
    for (const region of document.querySelectorAll('[data-live]')) {
      const renewed = fresh.querySelector(`[data-live="${region.dataset.live}"]`)
      const hasFocus = region.contains(document.activeElement)
      if (!renewed || ((hasFocus || isBeingFilled(region)) && !isOwnChange)) continue
      keepOpened(region, renewed)
      if (renewed.innerHTML === region.innerHTML) continue
      const focused = document.activeElement
      region.replaceChildren(...renewed.childNodes)
      showDifferences(region)
      if (hasFocus) returnFocus(region, focused)
    }
    if (liveState) liveState.textContent = isHeld ? 'Held' : 'Live'
  } catch {
    if (liveState) liveState.textContent = 'The sandbox does not respond'
  } finally {
    isRefreshing = false
  }
}

/** Whether somebody typed or chose something there that was not sent yet. */
function isBeingFilled(region) {
  const isChanged = (field) =>
    field.localName === 'option'
      ? field.selected &&
        !field.defaultSelected &&
        field.closest('select').querySelector('[selected]') !== null
      : field.value !== field.defaultValue || field.checked !== field.defaultChecked
  return [...region.querySelectorAll('form input, form textarea, form option')].some(isChanged)
}

/** What somebody opened or closed stays as they left it. */
function keepOpened(region, renewed) {
  for (const details of region.querySelectorAll('details[id]')) {
    renewed.querySelector(`#${CSS.escape(details.id)}`)?.toggleAttribute('open', details.open)
  }
}

/** To the same control, by its name and value or its words; to the panel's heading when it is gone. */
function returnFocus(region, { localName, name, value, textContent }) {
  const same = [...region.querySelectorAll(localName)].find(
    (control) =>
      control.name === name &&
      (control.value === value || name === '') &&
      control.textContent === textContent,
  )
  const heading = region.closest('section')?.querySelector('h2')
  if (!same) heading?.setAttribute('tabindex', '-1')
  ;(same || heading)?.focus()
}

/** Brings the first difference of base strings into view where they are wider than the screen. */
function showDifferences(root) {
  for (const box of root.querySelectorAll('.base-strings')) {
    const difference = box.querySelector('del, ins')
    if (difference) box.scrollLeft = difference.offsetLeft - box.offsetLeft - box.clientWidth / 2
  }
}

showDifferences(document)
document.addEventListener('toggle', (event) => showDifferences(event.target), true)

setInterval(() => {
  if (!isHeld && document.querySelector('[data-live]') && document.visibilityState === 'visible') refresh()
}, REFRESH_MS)

holdButton?.addEventListener('click', () => {
  isHeld = !isHeld
  holdButton.setAttribute('aria-pressed', String(isHeld))
  liveState?.toggleAttribute('data-held', isHeld)
  if (liveState) liveState.textContent = isHeld ? 'Held' : 'Live'
  if (!isHeld) refresh()
})

/** Calls the control API. Its JSON, or `{error, problems}`; it never throws. */
async function call(method, path, body) {
  try {
    const response = await fetch(`/__sandbox/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const json = await response.json()
    return response.ok ? json : { error: json.error, problems: json.problems ?? [] }
  } catch {
    return { error: 'The sandbox does not respond.', problems: [] }
  }
}

/** A number where the text is one; otherwise the control API says what it wants. */
const asNumber = (text) => (/^-?\d+$/.test(text) ? Number(text) : text)
const asLines = (text) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
const asHeaders = (text) =>
  Object.fromEntries(
    asLines(text).map((line) => {
      const colon = line.indexOf(':')
      return colon === -1 ? [line, null] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()]
    }),
  )
/** A day and a time as the browser's own field has it, in UTC. */
const asMoment = (text) => new Date(`${text}Z`).toISOString()
const READERS = { number: asNumber, lines: asLines, headers: asHeaders, moment: asMoment }

/** What one field adds to the JSON of its form, see pages/forms.ts. */
function readField({ type, localName, name, checked, value, dataset }) {
  if (type === 'checkbox') return { [name]: checked }
  if (localName === 'select') {
    const chosen = value === '' ? {} : JSON.parse(value)
    return chosen !== null && typeof chosen === 'object' ? chosen : { [name]: chosen }
  }
  if (value.trim() === '') {
    if (dataset.whenEmpty === 'null') return { [name]: null }
    return dataset.whenEmpty === 'empty' ? { [name]: '' } : {}
  }
  // Several lines are taken as they are, one line without spaces around it.
  const text = localName === 'textarea' ? value : value.trim()
  const reader = READERS[dataset.as]
  return { [name]: reader ? reader(text) : text }
}

/** A form as JSON. What is null by a choice above stays null. */
function jsonOf(form) {
  const json = {}
  for (const field of form.elements) {
    if (field.name && json[field.name] !== null) Object.assign(json, readField(field))
  }
  // A connection that is cut carries no response.
  if (json.drop) for (const name of ['status', 'code', 'message', 'headers', 'body']) delete json[name]
  return json
}

/** Says beside each field what is wrong with it, or above the form; focuses the first. */
function showProblems(form, problems, error) {
  for (const line of form.querySelectorAll('[data-error], [data-form-error]')) {
    line.hidden = true
    // A description is read even where it is hidden.
    line.querySelector('span').textContent = ''
  }
  for (const field of form.elements) field.removeAttribute('aria-invalid')
  const show = (line, sentence) => {
    line.querySelector('span').textContent = sentence
    line.hidden = false
  }
  const fields = problems.flatMap(({ field: name, sentence }) => {
    const field = name === null ? null : form.elements.namedItem(name)
    const line = field?.closest?.('.field')?.querySelector('[data-error]')
    if (!line) return []
    show(line, sentence)
    field.setAttribute('aria-invalid', 'true')
    field.closest('details')?.setAttribute('open', '')
    return [field]
  })
  const unplaced = error !== undefined && fields.length === 0
  if (unplaced) show(form.querySelector('[data-form-error]'), error)
  ;(fields[0] ?? (unplaced ? form.elements[0] : null))?.focus()
}

document.addEventListener('submit', async (event) => {
  const form = event.target
  const { post, done } = form.dataset
  if (post === undefined) return
  event.preventDefault()
  const { error, problems = [] } = await call('POST', post, jsonOf(form))
  showProblems(form, problems, error)
  showStatus(error === undefined ? done : 'Nothing was changed.')
  if (error !== undefined) return
  form.reset()
  await refresh(true)
})

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-call]')
  if (!button) return
  const [method, path] = button.dataset.call.split(' ')
  const { error } = await call(method, path, button.dataset.body && JSON.parse(button.dataset.body))
  button.closest('.reset')?.removeAttribute('open')
  showStatus(error ?? button.dataset.done)
  await refresh(true)
})

/** Modes are set as soon as they are chosen. */
document.addEventListener('change', async (event) => {
  const modes = event.target.closest('[data-modes]')
  if (!modes) return
  const { name, value } = event.target
  const { error } = await call('POST', 'modes', { [name]: value })
  if (error !== undefined) {
    for (const radio of modes.querySelectorAll(`[name="${CSS.escape(name)}"]`))
      radio.checked = radio.defaultChecked
  }
  showStatus(
    error === undefined ? `${name} is now ${value}, for all accounts.` : `${error} ${name} stays as it was.`,
  )
  await refresh(true)
})

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copy]')
  if (!button) return
  try {
    await navigator.clipboard.writeText(button.dataset.copy)
    showStatus('Copied.')
  } catch {
    showStatus('The browser does not let this page copy. Select the text instead.')
  }
})
