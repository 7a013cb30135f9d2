// data-does="draft" data-draft-key="…" on a form: keeps what is being written on this device until it is sent.
// data-does="draft-clear" data-draft-key="…" on the page after: forgets it.
// Hidden fields, passwords and files are never kept. Nothing is restored into a form that came back with answers in it, nor over words that are already there.
(() => {
  const LASTS = 7 * 24 * 3600 * 1000
  const store = () => { try { return window.localStorage } catch { return null } }
  const keep = store()
  if (!keep) return

  const place = element => `draft:${element.dataset.draftKey}`
  const kept = form => [...form.elements].filter(field =>
    field.name && !['hidden', 'password', 'file', 'submit', 'button', 'fieldset'].includes(field.type) && !field.name.includes('csrf'))
  const ticks = field => field.type === 'checkbox' || field.type === 'radio'

  const touched = field => {
    if (ticks(field)) return field.checked !== field.defaultChecked
    if (field.options) return [...field.options].some(option => option.selected !== option.defaultSelected) && field.selectedIndex > 0
    return field.value !== field.defaultValue
  }
  const cameBack = form => form.querySelector('[aria-invalid]') || document.querySelector('.error-summary')
  const written = field => !ticks(field) && !field.options && field.defaultValue !== ''
  const values = field => field.options
    ? [...field.options].filter(option => option.selected).map(option => option.value)
    : [field.value]

  function save (form) {
    const draft = {}
    for (const field of kept(form)) {
      draft[field.name] = draft[field.name] || []
      if (!ticks(field) || field.checked) draft[field.name].push(...values(field))
    }
    try { keep.setItem(place(form), JSON.stringify({ at: Date.now(), draft })) } catch { /* full or forbidden: then without */ }
  }

  function restore (form) {
    const found = JSON.parse(keep.getItem(place(form)) || 'null')
    if (!found) return
    if (Date.now() - found.at > LASTS) return keep.removeItem(place(form))
    if (cameBack(form) || kept(form).some(touched)) return
    const fresh = !kept(form).some(written)
    for (const field of kept(form)) {
      const saved = found.draft[field.name]
      if (!saved) continue
      if (!fresh && (written(field) || ticks(field) || field.options)) continue
      if (ticks(field)) field.checked = saved.includes(field.value)
      else if (field.options) for (const option of field.options) option.selected = saved.includes(option.value)
      else field.value = saved[0] || ''
    }
  }

  for (const done of document.querySelectorAll('[data-does~="draft-clear"]')) keep.removeItem(place(done))
  for (const form of document.querySelectorAll('form[data-does~="draft"]')) {
    try { restore(form) } catch { keep.removeItem(place(form)) }
    form.addEventListener('input', () => save(form))
  }
})()
