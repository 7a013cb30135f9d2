// data-does="stay" with data-minutes, data-url and data-token: five minutes before a browser that does nothing is
// signed out, says so, and offers to stay. What is being written in a long form is kept by draft.js meanwhile.
(() => {
  const box = document.querySelector('[data-does~="stay"]')
  if (!box) return
  const minutes = Number(box.dataset.minutes)
  const wait = Math.max(minutes - 5, minutes / 2) * 60000
  let timer
  const begin = () => {
    clearTimeout(timer)
    box.hidden = true
    timer = setTimeout(() => { box.hidden = false }, wait)
  }
  box.querySelector('button').addEventListener('click', async () => {
    const body = new URLSearchParams({ csrf_token: box.dataset.token })
    try {
      const answer = await fetch(box.dataset.url, { method: 'POST', body })
      if (answer.ok) begin()
      else window.location.reload()
    } catch { /* no network just now: the words stay */ }
  })
  begin()
})()
