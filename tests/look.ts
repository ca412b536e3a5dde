/**
 * `npm run look`: a picture of every page at 360 and 1280 px in each language, into `look/`, with one page to view them all.
 * `npm run look -- budget` takes the pages whose address has that word; `--lang=ur` one language; `--dark` the dark colours.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { chromium, type BrowserContext } from '@playwright/test'
import { chromium as findChromium } from '../tools/chromium.mjs'
import { root } from '../tools/ready.mjs'
import { languages } from '#app/i18n/lang.ts'
import { connect } from '#db/connect.ts'
import type { DemoKey } from '#db/demo/people.ts'
import { serveSite } from './bench/servers.ts'

const widths = [360, 1280] as const

/** Who looks at what. `~` is the reader's family; `:goal` and the like are the first such thing of that family. */
const pages: Partial<Record<DemoKey | 'nobody', readonly string[]>> = {
  nobody: ['/', '/help', '/help/track', '/complaints', '/services', '/sign-in', '/forgotten', '/language', '/accessibility', '/privacy', '/cookies', '/staying-safe', '/what-to-expect', '/demo', '/demo/outbox', '/demo/patterns', '/no-such-page'],
  marta: [
    '~', '~/plan', '~/plan/good', '~/plan/promise', '~/plan/print', '~/goals', '~/goals/new', '~/goals/:goal', '~/appointments', '~/appointments/book', '~/appointments/:appointment',
    '~/budget', '~/budget/statement', '~/budget/requests/new', '~/budget/requests/:spend', '~/people', '~/people/invite', '/account', '/account/contact', '/account/security',
  ],
  aisha: ['~', '~/plan', '~/budget'],
  bethan: ['~'],
  joy: ['~', '~/budget/requests/:spend'],
  tariq: ['~', '~/plan'],
  dean: ['~', '~/plan'],
  sam: ['/desk', '/desk/approvals', '/desk/approvals/:waiting', '/desk/requests', '/desk/diary', '/desk/families/new'],
  priya: ['/desk', '/desk/approvals'],
  femi: ['/desk/payments'],
  alex: ['/area/settings', '/area/people'],
}

const words = process.argv.slice(2)
const onlyLang = words.find((word) => word.startsWith('--lang='))?.slice('--lang='.length)
const wanted = words.filter((word) => !word.startsWith('--'))
const folder = path.join(root, 'look')
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder)

const site = await serveSite()
const db = connect(path.join(site.folder, 'our-family-plan.sqlite'))
const browser = await chromium.launch({
  executablePath: findChromium(process.execPath) || undefined,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
})
const shown: { who: string; address: string; lang: string; files: string[] }[] = []

for (const [who, addresses] of Object.entries(pages)) {
  const context: BrowserContext = await browser.newContext({ colorScheme: words.includes('--dark') ? 'dark' : 'light' })
  let home = ''
  if (who !== 'nobody') {
    const signedIn = await site.signIn(`${who}@demo.example`)
    const [name = '', value = ''] = signedIn.cookie.split('=')
    await context.addCookies([{ name, value, url: site.origin }])
    home = signedIn.home
  }
  const page = await context.newPage()
  for (const address of addresses) {
    if (wanted.length > 0 && !wanted.some((word) => address.includes(word))) continue
    const target = await filledIn(address, home)
    for (const { code: lang } of languages) {
      if (onlyLang && lang !== onlyLang) continue
      const files: string[] = []
      for (const width of widths) {
        await page.setViewportSize({ width, height: width < 600 ? 780 : 900 })
        await page.goto(`${site.origin}${target}${target.includes('?') ? '&' : '?'}lng=${lang}`)
        const file = `${who}${address.replaceAll(/[^a-z0-9-]+/gi, '_')}-${lang}-${width}.png`
        await page.screenshot({ path: path.join(folder, file), fullPage: true })
        files.push(file)
      }
      shown.push({ who, address, lang, files })
      console.log(`${who} ${address} ${lang}`)
    }
  }
  await context.close()
}

/** The address of a real page: the reader's family, and the newest thing of it that the address asks for. */
async function filledIn(address: string, home: string): Promise<string> {
  const family = home.split('/').at(-1) as never
  let target = address.replace('~', home)
  for (const [name, table] of [['goal', 'goal'], ['appointment', 'appointment'], ['spend', 'spend']] as const) {
    if (!target.includes(`:${name}`)) continue
    const row = await db.selectFrom(table).select('id').where('family_id', '=', family).orderBy('id').executeTakeFirstOrThrow()
    target = target.replace(`:${name}`, row.id)
  }
  if (target.includes(':waiting')) {
    const row = await db.selectFrom('spend').select(['family_id', 'id']).where('state', '=', 'asked').where('level', '=', 'lead').executeTakeFirstOrThrow()
    target = target.replace(':waiting', `${row.family_id}.${row.id}`)
  }
  return target
}

const all = shown.map(({ who, address, lang, files }) => `<section><h2>${who} ${address} ${lang}</h2>${files.map((file) => `<a href="${file}"><img loading="lazy" src="${file}" alt=""></a>`).join('')}</section>`)
writeFileSync(path.join(folder, 'index.html'), `<!doctype html><html lang="en"><meta charset="utf-8"><title>Every page</title><style>section{break-inside:avoid}img{height:22rem;margin:.5rem;border:1px solid #ccc}</style>${all.join('\n')}</html>`)
await browser.close()
await db.destroy()
await site.stop()
console.log(`${shown.length * widths.length} pictures: open look/index.html`)
process.exit(0)
