// data-does="passkey-get" or "passkey-create" with data-options (JSON) on a form: asks the device for a passkey,
// puts its answer into the form's field `answer`, and sends the form.
(() => {
  const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), letter => letter.charCodeAt(0))
  const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
  const ids = list => (list || []).map(one => ({ ...one, id: bytes(one.id) }))

  async function made (options) {
    const key = await navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: ids(options.excludeCredentials)
      }
    })
    return { id: key.id, rawId: text(key.rawId), type: key.type, response: { clientDataJSON: text(key.response.clientDataJSON), attestationObject: text(key.response.attestationObject) } }
  }

  async function used (options) {
    const key = await navigator.credentials.get({
      publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: ids(options.allowCredentials) }
    })
    const said = key.response
    return {
      id: key.id, rawId: text(key.rawId), type: key.type,
      response: {
        clientDataJSON: text(said.clientDataJSON), authenticatorData: text(said.authenticatorData), signature: text(said.signature),
        userHandle: said.userHandle ? text(said.userHandle) : null
      }
    }
  }

  for (const form of document.querySelectorAll('form[data-options]')) {
    const sorry = form.querySelector('[data-when="no-passkey"]')
    form.addEventListener('submit', async event => {
      if (form.elements.answer.value) return
      event.preventDefault()
      sorry.hidden = true
      try {
        const options = JSON.parse(form.dataset.options)
        const ask = form.dataset.does.includes('passkey-create') ? made : used
        form.elements.answer.value = JSON.stringify(await ask(options))
        form.submit()
      } catch {
        sorry.hidden = false
      }
    })
  }
})()
