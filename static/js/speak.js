// data-does="speak": reads the page aloud. Hidden until this phone turns out to have a voice for the page's language.
(() => {
  const speak = document.querySelector('[data-does~="speak"]')
  const hush = document.querySelector('[data-does~="hush"]')
  const main = document.querySelector('main')
  const synth = window.speechSynthesis
  if (!speak || !hush || !main || !synth || !window.SpeechSynthesisUtterance) return

  // Some phones say `ar_SA`, some `ar-SA`; Kurmanji is also called kmr, Persian also fas.
  const also = { ku: ['kmr'], fa: ['fas'], ti: ['tir'], so: ['som'] }
  const plain = (tag) => tag.toLowerCase().split(/[-_]/)[0]
  const voiceFor = (tag) => {
    const wanted = [plain(tag), ...(also[plain(tag)] || [])]
    const voices = synth.getVoices().filter((voice) => wanted.includes(plain(voice.lang)))
    return voices.find((voice) => voice.localService) || voices[0]
  }

  const BLOCK = 'h1, h2, h3, h4, p, li, dt, dd, label, legend, summary, button, .tile-word, .tile-note, .big-fact-label, .big-fact-value'
  const hidden = (element) => element.closest('[hidden], [aria-hidden="true"], .sr-only, .danish, svg, nav') || !element.getClientRects().length

  // The texts in reading order, each once, in the language it is written in.
  const lines = () => {
    const found = []
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT)
    let block = null
    while (walker.nextNode()) {
      const node = walker.currentNode
      const text = node.data.replace(/[\u2066-\u2069]/g, '').replace(/\s+/g, ' ')
      if (!text.trim() || hidden(node.parentElement)) continue
      const here = node.parentElement.closest(BLOCK) || node.parentElement
      const lang = (node.parentElement.closest('[lang]') || document.documentElement).lang
      const last = found[found.length - 1]
      if (last && here === block && last.lang === lang) last.text += text
      else found.push({ text, lang })
      block = here
    }
    return found.filter((line) => /[\p{L}\p{N}]/u.test(line.text))
  }

  const show = (speaking) => {
    const held = document.activeElement === (speaking ? speak : hush)
    speak.setAttribute('aria-pressed', String(speaking))
    speak.hidden = speaking
    hush.hidden = !speaking
    if (held) (speaking ? hush : speak).focus()
  }

  let turn = 0
  const stop = () => {
    turn += 1
    synth.cancel()
    show(false)
  }
  const start = () => {
    stop()
    const mine = turn
    const queue = lines()
    const next = () => {
      if (mine !== turn) return
      const line = queue.shift()
      if (!line) return show(false)
      const voice = voiceFor(line.lang) || voiceFor(document.documentElement.lang)
      if (!voice) return stop()
      const utterance = new SpeechSynthesisUtterance(line.text.trim())
      utterance.voice = voice
      utterance.lang = voice.lang
      utterance.rate = 0.9
      utterance.onend = next
      utterance.onerror = next
      synth.speak(utterance)
    }
    speak.focus()
    show(true)
    next()
  }

  const offer = () => {
    if (hush.hidden) speak.hidden = !voiceFor(document.documentElement.lang)
  }
  speak.addEventListener('click', start)
  hush.addEventListener('click', stop)
  window.addEventListener('pagehide', stop)
  if (synth.addEventListener) synth.addEventListener('voiceschanged', offer)
  offer()
})()
