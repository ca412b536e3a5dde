// On the few pages that use passkeys: asks the browser for one, and sends the form with its answer. Where the browser
// knows none, or runs no script, the button stays hidden and what stands there instead stays.
import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser'

const all = (selector) => document.querySelectorAll(selector)

/** The options stand in the page to make a passkey, and are asked for at once to use one: they hold for minutes only. */
async function answerTo({ options, from }) {
  if (options) return startRegistration({ optionsJSON: JSON.parse(options) })
  return startAuthentication({ optionsJSON: await (await fetch(from)).json() })
}

if (browserSupportsWebAuthn()) {
  for (const instead of all('[data-no-passkey]')) instead.hidden = true
  for (const part of all('[data-passkey]')) part.hidden = false
  for (const button of all('button[data-failed]')) {
    const said = button.nextElementSibling
    // The form for a new one has no other button: Enter in its field presses this one.
    if (button.dataset.options) {
      button.form.addEventListener('submit', (event) => {
        event.preventDefault()
        button.click()
      })
    }
    button.addEventListener('click', async () => {
      said.textContent = ''
      try {
        button.form.elements.passkey.value = JSON.stringify(await answerTo(button.dataset))
        button.form.submit()
      } catch {
        said.textContent = button.dataset.failed
      }
    })
  }
}
