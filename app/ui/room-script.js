// Private family time, live: when the server says that something is new, what was said is read again. What somebody is writing stays.
(() => {
  const live = document.querySelector('[data-live]')
  if (!live || !window.EventSource) return
  const news = new EventSource(live.dataset.live)
  let reading = false
  let again = false
  // A part in which somebody is about to press a button, has chosen something, or reads what was wrong is left until they have sent it.
  const inHand = (part) => part.contains(document.activeElement) || part.querySelector('.err') || [...part.querySelectorAll('input')].some((one) => one.checked !== one.defaultChecked)
  // What comes in above a form must not push it from under the finger that is about to tap: the page is scrolled by as much.
  const inView = (form) => {
    const { top, bottom } = form.getBoundingClientRect()
    return bottom > 0 && top < innerHeight && !form.closest('[data-part]')
  }
  const inItsPlace = (change) => {
    const form = [...document.querySelectorAll('main form')].find(inView)
    // The browser's own keeping of the place would be added to this.
    document.documentElement.style.overflowAnchor = form ? 'none' : ''
    const before = form?.getBoundingClientRect().top
    change()
    if (form) scrollBy({ top: form.getBoundingClientRect().top - before, behavior: 'instant' })
  }
  const read = async () => {
    again = reading
    if (reading) return
    reading = true
    try {
      const answer = await fetch(location.href, { headers: { 'X-By-Itself': '1' } })
      // Signed out, or taken out: the page that says so takes the place of this one.
      if (!answer.ok || answer.redirected) {
        news.close()
        location.reload()
        return
      }
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      inItsPlace(() => {
        for (const part of document.querySelectorAll('[data-part]')) {
          const fresh = page.querySelector(`[data-part="${part.dataset.part}"]`)
          if (fresh && !inHand(part)) part.replaceChildren(...fresh.childNodes)
        }
      })
    } catch {
      // The line is away: it is read when it is back.
    }
    reading = false
    if (again) read()
  }
  news.addEventListener('message', read)
  // Also what came before the line was there, and while it was away.
  news.addEventListener('open', read)
  // Listening has made the session last: the warning that it ends begins anew.
  news.addEventListener('stays', () => {
    const late = document.getElementById('late')
    if (!late) return
    late.hidden = true
    setTimeout(() => (late.hidden = false), 50)
  })
  addEventListener('pagehide', () => news.close())
})()
