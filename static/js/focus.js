// data-does="focus": takes the reader to what went wrong as soon as the page stands.
(() => {
  const first = document.querySelector('[data-does~="focus"]')
  if (first) first.focus()
})()
