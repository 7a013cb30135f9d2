// data-does="print": a button that prints the page. It is hidden until this script can serve it.
(() => {
  for (const button of document.querySelectorAll('[data-does~="print"]')) {
    button.hidden = false
    button.addEventListener('click', () => window.print())
  }
})()
