// Finds a Chromium to test with, or gets one.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { giveUp, run } from './ready.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge']

const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((name) => {
    const folder = process.env[name]
    return folder ? [path.join(folder, 'Google/Chrome/Application/chrome.exe'), path.join(folder, 'Microsoft/Edge/Application/msedge.exe')] : []
  }),
]

function ofTheSystem() {
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  return [...folders.flatMap((folder) => names.map((name) => path.join(folder, name))), ...elsewhere].find((file) => existsSync(file))
}

/** The one that Playwright downloaded, if it did. */
function ofPlaywright(node) {
  const ask = "import('@playwright/test').then(({ chromium }) => process.stdout.write(chromium.executablePath()))"
  const file = spawnSync(node, ['--input-type=module', '-e', ask], { encoding: 'utf8' }).stdout?.trim()
  return file && existsSync(file) ? file : undefined
}

/** The path of a Chromium: CHROMIUM_PATH, the system's, Playwright's, else a new one. Ends the program when none can be had. */
export function chromium(node) {
  const given = process.env.CHROMIUM_PATH
  if (given) return existsSync(given) ? given : giveUp(`CHROMIUM_PATH: there is no ${given}`)
  const found = ofTheSystem() ?? ofPlaywright(node)
  if (found) return found

  console.log('No Chromium found; getting one …')
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    const env = { DEBIAN_FRONTEND: 'noninteractive' }
    // The fonts are for Urdu and the other scripts that families read.
    if (run('apt-get', ['update', '-q'], { env }) === 0) run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-noto-core'], { env })
  }
  if (!ofTheSystem()) run(node, ['node_modules/@playwright/test/cli.js', 'install', 'chromium'])
  return ofTheSystem() ?? ofPlaywright(node) ?? giveUp('No Chromium could be had. Install one, or name one in CHROMIUM_PATH.')
}
