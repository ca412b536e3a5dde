// The one script of every page: dependency-free, deferred, and nothing depends on it. Kept small by hand.
(() => {
  const byId = (id) => document.getElementById(id)
  const exit = byId('exit')

  // Leaving quickly: the page is covered at once, and leaves the history.
  if (exit) {
    const leave = (event) => {
      event?.preventDefault()
      document.body.className = 'gone'
      document.title = '…'
      location.replace(exit.href)
    }
    for (const link of document.querySelectorAll('[data-exit]')) link.addEventListener('click', leave)
    const said = byId('exit-said')
    let presses = 0
    let timer
    // What a screen reader says of it: how often still, or that it was too late.
    const count = (now, words = said.dataset['n' + now]) => {
      presses = now
      exit.dataset.n = now
      said.textContent = words ?? ''
      clearTimeout(timer)
      if (now) timer = setTimeout(count, 5000, 0, said.dataset.late)
    }
    addEventListener('keydown', (event) => {
      if (event.key !== 'Shift') {
        if (presses) count(0)
      } else if (event.repeat) return
      else if (presses === 2) leave()
      else count(presses + 1)
    })
  }
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload()
  })

  // The warning before the session ends: asking for any page makes it last, so the new tab is not needed.
  const late = byId('late')
  late?.lastElementChild.addEventListener('click', (event) => {
    event.preventDefault()
    const link = event.currentTarget.href
    fetch(link, { method: 'HEAD', redirect: 'manual' }).then(
      (answer) => {
        if (answer.type !== 'opaqueredirect') return open(link)
        // Taking it out and putting it back starts its animation again.
        late.hidden = true
        setTimeout(() => (late.hidden = false), 50)
      },
      () => open(link),
    )
  })

  // A form is sent once, however often its button is pressed.
  addEventListener('submit', (event) => {
    const form = event.target
    if (form.dataset.sent) event.preventDefault()
    form.dataset.sent = 1
    setTimeout(() => delete form.dataset.sent, 3000)
  })

  for (const note of document.querySelectorAll('[data-count]')) {
    const area = byId(note.id.slice(0, -6))
    const show = () => {
      const left = note.dataset.count - [...area.value].length
      note.textContent = (left < 0 ? note.dataset.over : note.dataset.left).replace('#', Math.abs(left))
    }
    area.addEventListener('input', show)
    if (area.value) show()
  }

  for (const button of document.querySelectorAll('[data-show]')) {
    button.hidden = false
    button.addEventListener('click', () => {
      const field = byId(button.getAttribute('aria-controls'))
      const shown = field.type === 'text'
      field.type = shown ? 'password' : 'text'
      const words = button.textContent
      button.textContent = button.dataset.show
      button.dataset.show = words
    })
  }
})()
