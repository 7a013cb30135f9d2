// data-does="checkin": the door on one tablet. Every press is kept on the tablet first and sent when there is a connection; each carries
// its own uuid, so sending it twice makes no doubles. Without this script the same forms are posted one by one.
(() => {
  const door = document.querySelector('[data-does~="checkin"]')
  if (!door) return
  const store = (() => { try { window.localStorage.setItem('door', '1'); return window.localStorage } catch { return null } })()
  if (!store) return
  const place = `door:${door.dataset.session}`
  const said = door.querySelector('[data-queue]')
  const shown = { adults: door.querySelector('[data-count="adults"]'), children: door.querySelector('[data-count="children"]') }
  const base = { adults: Number(shown.adults.textContent), children: Number(shown.children.textContent) }
  let token = door.dataset.token
  let busy = false
  let note = ''
  let sent = false

  const uuid = () => {
    if (crypto.randomUUID) return crypto.randomUUID()
    const hex = [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
  }
  const queue = () => { try { return JSON.parse(store.getItem(place)) || [] } catch { return [] } }
  const keep = presses => store.setItem(place, JSON.stringify(presses))

  function count () {
    const waiting = queue()
    for (const who of ['adults', 'children']) {
      shown[who].textContent = Math.max(0, base[who] + waiting.reduce((sum, press) => sum + press.effect[who], 0))
    }
    said.textContent = note || (waiting.length ? `${waiting.length} ${door.dataset.waiting}` : sent ? door.dataset.sent : '')
    said.classList.toggle('door-late', waiting.length > 0 || note !== '')
  }

  function mark (press) { // let the row say what the press did
    const row = ['person', 'seat', 'tag'].map(kind => press[kind] && door.querySelector(`[data-row="${kind}-${CSS.escape(press[kind])}"]`)).find(Boolean)
    if (!row) return
    const here = !press.undo
    row.classList.toggle('door-came', here)
    row.querySelector('.door-name').setAttribute('aria-pressed', String(here))
    const [come, more] = row.querySelectorAll('form')
    come.elements.undo.value = here ? '1' : ''
    come.elements.uuid.value = here ? (press.recount ? come.elements.uuid.value : press.uuid) : uuid()
    for (const who of ['adults', 'children']) come.elements[who].value = press[who]
    more.elements.adults.value = press.adults
    more.elements.children.value = Number(press.children) + 1
    row.querySelector('[data-party]').textContent = here && Number(press.children) ? `${press.adults} + ${press.children}` : ''
  }

  function effect (press, row) { // what this press adds to the counts
    const was = row && row.classList.contains('door-came')
    const form = row && row.querySelector('form')
    const before = was ? { adults: Number(form.elements.adults.value), children: Number(form.elements.children.value) } : { adults: 0, children: 0 }
    if (press.undo) return { adults: -before.adults, children: -before.children }
    return { adults: press.adults - before.adults, children: press.children - before.children }
  }

  function pressed (form) {
    const values = Object.fromEntries(new FormData(form))
    const press = { key: uuid(), uuid: form.dataset.press !== undefined && form.closest('[data-row]') ? values.uuid : uuid(), at: new Date().toISOString() }
    for (const kind of ['person', 'seat', 'tag']) if (values[kind]) press[kind] = values[kind].trim().toLowerCase()
    press.adults = Number(values.adults ?? 1)
    press.children = Number(values.children ?? 0)
    if (values.undo === '1') press.undo = true
    if (values.recount === '1') press.recount = true
    if (form.dataset.tag !== undefined && !press.tag) return
    press.effect = effect(press, form.closest('[data-row]'))
    if (form.dataset.head !== undefined) { // never below nobody
      for (const who of ['adults', 'children']) if (press[who] < 0 && Number(shown[who].textContent) <= 0) return
    }
    if (form.dataset.tag !== undefined) form.reset()
    note = ''
    keep([...queue(), press])
    mark(press)
    count()
    send()
  }

  async function freshToken () { // after hours without a connection the page's own may be too old
    const answer = await fetch(location.pathname, { headers: { 'X-Door': 'token' } })
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const found = page.querySelector('[data-does~="checkin"]')
    if (!found || answer.redirected) return false
    token = found.dataset.token
    return true
  }

  async function post (presses) {
    return fetch(door.dataset.url, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'Content-Type': 'application/json', 'X-CSRFToken': token },
      body: JSON.stringify({ presses: presses.map(({ key, effect, ...press }) => press) })
    })
  }

  async function send () {
    const presses = queue().slice(0, 200)
    if (busy || !presses.length) return
    busy = true
    let through = false
    try {
      let answer = await post(presses)
      if ((answer.status === 400 || answer.status === 401 || answer.type === 'opaqueredirect') && await freshToken()) answer = await post(presses)
      if (answer.ok) {
        const { outcomes, adults, children } = await answer.json()
        const gone = new Set(presses.map(press => press.key))
        keep(queue().filter(press => !gone.has(press.key)))
        sent = through = true
        base.adults = adults
        base.children = children
        note = Object.values(outcomes).includes('unknown') ? door.dataset.unknown : ''
        fetch(location.pathname).catch(() => {}) // the copy for offline stays fresh
      } else if (answer.status === 422) {
        note = (await answer.json()).error
      } else {
        note = door.dataset.signIn
      }
    } catch { /* no connection: it stays in the queue */ }
    busy = false
    count()
    if (through) send() // what was pressed meanwhile follows at once
  }

  door.addEventListener('submit', event => {
    if (!event.target.matches('[data-press], [data-recount]')) return
    event.preventDefault()
    pressed(event.target)
  })
  for (const press of queue()) mark(press)
  count()
  send()
  window.addEventListener('online', send)
  setInterval(send, 20000)

  if ('serviceWorker' in navigator) navigator.serviceWorker.register(door.dataset.worker, { scope: '/desk/' }).catch(() => {})
  document.addEventListener('submit', event => { // whoever signs out leaves no names on the tablet
    if (event.target.action.endsWith('/sign-out') && 'caches' in window) window.caches.delete('door')
  })
})()
