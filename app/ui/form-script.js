// For forms with a picture, and for what keeps itself while somebody fills it in. Nothing depends on it.
(() => {
  // What a camera makes is larger than anybody needs to read a receipt, and costs whoever sends it their data.
  const longest = 2000
  const smaller = async (file) => {
    const picture = await createImageBitmap(file)
    const by = Math.min(1, longest / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(picture.width * by)
    canvas.height = Math.round(picture.height * by)
    const paper = canvas.getContext('2d')
    // What shows through would become black.
    paper.fillStyle = '#fff'
    paper.fillRect(0, 0, canvas.width, canvas.height)
    paper.drawImage(picture, 0, 0, canvas.width, canvas.height)
    const made = await new Promise((give) => canvas.toBlob(give, 'image/jpeg', 0.85))
    return made && made.size < file.size ? new File([made], 'picture.jpg', { type: made.type }) : file
  }
  for (const field of document.querySelectorAll('input[data-most]')) {
    const said = document.getElementById(field.id + '-size')
    field.addEventListener('change', async () => {
      said.textContent = ''
      const file = field.files[0]
      if (!file) return
      // Below this, making it smaller saves little. What is no picture after all is left as it is: the server says so.
      const sent = file.size > 500_000 && file.type.startsWith('image/') ? await smaller(file).catch(() => file) : file
      if (field.files[0] !== file) return
      if (sent !== file) {
        const held = new DataTransfer()
        held.items.add(sent)
        field.files = held.files
      }
      if (sent.size <= field.dataset.most) return
      field.value = ''
      said.textContent = said.dataset.words
    })
  }

  // Put aside on the bus, or left: a phone may not come back to the page as it was. Only what somebody has typed is kept, and no file.
  for (const mark of document.querySelectorAll('[data-keeps]')) {
    const form = mark.closest('form')
    let typed = false
    form.addEventListener('input', () => (typed = true))
    form.addEventListener('submit', () => (typed = false))
    const keep = () => {
      if (!typed) return
      typed = false
      const said = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === 'string'))
      said.set('intent', 'keep')
      const here = new URL(location)
      here.searchParams.set('draft', said.get('draft') ?? said.get('form'))
      fetch(location, { method: 'POST', body: said, keepalive: true, redirect: 'manual' }).then(
        // From now on the page is that of what was kept, also when it is loaded anew.
        (answer) => answer.type === 'opaqueredirect' && history.replaceState(null, '', here),
        () => (typed = true),
      )
    }
    document.addEventListener('visibilitychange', () => document.hidden && keep())
    addEventListener('pagehide', keep)
  }
})()
