// What the front page gains with JavaScript: it renews itself from the server's own markup, keys are copied by a
// button, and modes are set as soon as they are chosen. Everything else are forms that need none of this.

const REFRESH_MS = 2000
const SAID_MS = 8000

const status = document.querySelector('[data-status]')
const liveState = document.querySelector('[data-live-state]')
const holdButton = document.querySelector('[data-action="hold"]')

let held = false
let refreshing = false
let silence

/** What is looked at stays in the address; what was said once does not, so that a reload does not say it again. */
function addressWithoutAnswer() {
  const address = new URL(location.href)
  for (const name of ['said', 'at', 'proof']) address.searchParams.delete(name)
  return address
}

// Where a form came back the address is the form's: the front page itself is read then.
const source = location.pathname === '/' ? addressWithoutAnswer() : new URL('/', location.href)
if (location.search.includes('proof=')) history.replaceState(null, '', source)

const modesForm = document.querySelector('[data-modes]')

/**
 * Takes over what changed, region by region. The region somebody is in is left alone, unless they just changed it
 * themselves: then it is renewed and they are put back where they were.
 */
async function refresh(ownChange = false) {
  if (refreshing && !ownChange) return
  refreshing = true
  try {
    const response = await fetch(source, { cache: 'no-store' })
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html')
    for (const region of document.querySelectorAll('[data-live]')) {
      const renewed = fresh.querySelector(`[data-live="${region.dataset.live}"]`)
      const hasFocus = region.contains(document.activeElement)
      if (!renewed || (hasFocus && !ownChange)) continue
      keepOpened(region, renewed)
      if (renewed.innerHTML === region.innerHTML) continue
      const { name, value } = document.activeElement
      region.replaceChildren(...renewed.childNodes)
      showDifferences(region)
      if (hasFocus) returnFocus(region, name, value)
    }
    if (liveState) liveState.textContent = held ? 'Held' : 'Live'
  } catch {
    if (liveState) liveState.textContent = 'The sandbox does not answer'
  } finally {
    refreshing = false
  }
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

/** What somebody opened or closed stays as they left it. */
function keepOpened(region, renewed) {
  for (const details of region.querySelectorAll('details[id]')) {
    renewed.querySelector(`#${CSS.escape(details.id)}`)?.toggleAttribute('open', details.open)
  }
}

/** To the control of the same name and value; to the panel's heading when it is gone. */
function returnFocus(region, name, value) {
  const same = name && region.querySelector(`[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`)
  const heading = region.closest('section')?.querySelector('h2')
  if (!same) heading?.setAttribute('tabindex', '-1')
  ;(same || heading)?.focus()
}

setInterval(() => {
  if (!held && document.querySelector('[data-live]') && document.visibilityState === 'visible') refresh()
}, REFRESH_MS)

/** Sets a mode by the control API; says in the status line what came of it. */
async function setMode(mode, value) {
  try {
    const response = await fetch('/__sandbox/modes', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ [mode]: value }),
    })
    say(response.ok ? `${mode} is now ${value}, for all accounts.` : (await response.json()).error)
  } catch {
    // Back to what was last heard from the sandbox.
    modesForm.reset()
    say(`The sandbox does not answer. ${mode} stays as it was.`)
  }
  await refresh(true)
}

/** Stays in sight wherever the page is scrolled to, for as long as it takes to read. */
function say(sentence) {
  if (!status) return
  status.textContent = sentence
  clearTimeout(silence)
  silence = setTimeout(() => status.replaceChildren(), SAID_MS)
}

modesForm?.addEventListener('change', (event) => setMode(event.target.name, event.target.value))

holdButton?.addEventListener('click', () => {
  held = !held
  holdButton.setAttribute('aria-pressed', String(held))
  liveState?.toggleAttribute('data-held', held)
  if (liveState) liveState.textContent = held ? 'Held' : 'Live'
  if (!held) refresh()
})

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copy]')
  if (!button) return
  try {
    await navigator.clipboard.writeText(button.dataset.copy)
    say('Copied.')
  } catch {
    say('The browser does not let this page copy. Select the text instead.')
  }
})
