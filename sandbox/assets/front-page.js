// Renews the front page's regions from the server's own markup, and speaks to the control API for its buttons.

const REFRESH_MS = 2000

const status = document.querySelector('[data-status]')
const liveState = document.querySelector('[data-live-state]')
const holdButton = document.querySelector('[data-action="hold"]')

let held = false
let refreshing = false

/**
 * Takes over what changed, region by region. The region somebody is in is left alone, unless they just changed it
 * themselves: then it is renewed and they are put back where they were.
 */
async function refresh(ownChange = false) {
  if (refreshing && !ownChange) return
  refreshing = true
  try {
    const response = await fetch('/', { cache: 'no-store' })
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

/** Calls the control API; says in the status line what came of it. */
async function control(method, path, body, done) {
  const response = await fetch(`/__sandbox/${path}`, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  const answer = await response.json()
  if (status) status.textContent = response.ok ? done : answer.error
  if (response.ok) await refresh(true)
  return response.ok
}

const actions = {
  reset: () => {
    if (confirm('Put every account back as it was at first, and forget the accounts you added?')) {
      control('POST', 'reset', null, 'Everything is as at first.')
    }
  },
  hold: () => {
    held = !held
    holdButton?.setAttribute('aria-pressed', String(held))
    liveState?.toggleAttribute('data-held', held)
    if (liveState) liveState.textContent = held ? 'Held' : 'Live'
    if (!held) refresh()
  },
  'clear-requests': () => control('DELETE', 'requests', null, 'The list is empty.'),
}

document.addEventListener('click', async (event) => {
  const button = event.target.closest('button')
  if (!button) return
  if (button.dataset.action) actions[button.dataset.action]?.()
  if (button.dataset.removeFault) {
    control('DELETE', `faults?id=${button.dataset.removeFault}`, null, 'The fault is gone.')
  }
  if (button.dataset.copy) {
    await navigator.clipboard.writeText(button.dataset.copy)
    if (status) status.textContent = 'Copied.'
  }
})

document.addEventListener('change', (event) => {
  const radio = event.target
  if (!('mode' in radio.dataset)) return
  control(
    'POST',
    'modes',
    { [radio.name]: radio.value },
    `${radio.name} is now ${radio.value}, for all accounts.`,
  )
})

const forms = {
  /** Numbers as numbers; what was left empty is left out. */
  fault: (fields) => {
    const numbers = ['status', 'times', 'code', 'delay_ms']
    const { kind, ...typed } = Object.fromEntries(
      [...fields]
        .filter(([, value]) => value !== '')
        .map(([name, value]) => [name, numbers.includes(name) ? Number(value) : value]),
    )
    // Without a number it stays until it is removed.
    const fault = { times: null, ...JSON.parse(kind), ...typed }
    if (!fault.path.startsWith('/')) fault.path = `/1.1/account/${fault.path}`
    // A cut line carries no status.
    if (fault.drop) for (const name of ['status', 'code']) delete fault[name]
    return control('POST', 'faults', fault, 'The fault waits for its request.')
  },
  account: (fields) => {
    const { kind, ...typed } = Object.fromEntries([...fields].filter(([, value]) => value !== ''))
    const account = { ...typed, ...JSON.parse(kind) }
    for (const name of ['protected', 'verified']) account[name] = fields.has(name)
    return control('POST', 'accounts', account, `@${account.screen_name} is there.`)
  },
}

document.addEventListener('submit', async (event) => {
  const send = forms[event.target.dataset.form]
  if (!send) return
  event.preventDefault()
  if (await send(new FormData(event.target))) event.target.reset()
})
