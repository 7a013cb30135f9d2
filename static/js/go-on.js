// data-does="go-on" around a form: presses its button, so that nobody needs to. Without scripts the button is there.
(() => {
  const form = document.querySelector('[data-does~="go-on"] form')
  if (form && !document.querySelector('.error-summary')) form.requestSubmit()
})()
