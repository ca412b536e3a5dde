/** What a first visit to the signed-in home page of a family costs a phone: bytes on the wire and requests, as Chromium counts them. */
import { chromium } from '@playwright/test'
import process from 'node:process'
import { chromium as chromiumPath } from '../../tools/chromium.mjs'
import { table, tell, type Figure } from './figures.ts'
import { serveSite } from './servers.ts'

const readers = [['marta', 'pl'], ['aisha', 'ur'], ['joy', 'en'], ['bethan', 'cy']] as const
const mostBytes = 14 * 1024

/** Whether the home page keeps its weight, for one reader in each language. */
export async function weight(): Promise<boolean> {
  const site = await serveSite()
  const browser = await chromium.launch({ executablePath: chromiumPath(process.execPath) || undefined, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] })
  const rows: (string | number)[][] = []
  const figures: Figure[] = []
  for (const [key, lang] of readers) {
    const { cookie, home } = await site.signIn(`${key}@demo.example`)
    const context = await browser.newContext({ viewport: { width: 360, height: 780 } })
    const [name = '', value = ''] = cookie.split('=')
    await context.addCookies([{ name, value, url: site.origin }])
    const page = await context.newPage()
    const network = await context.newCDPSession(page)
    await network.send('Network.enable')
    const kinds = new Map<string, string>()
    const bodies: Record<string, number> = {}
    let requests = 0
    // Counted with the answers' headers: a phone's data plan counts them too.
    network.on('Network.responseReceived', ({ requestId, type, response }) => {
      if (response.url.startsWith('data:')) return
      requests += 1
      kinds.set(requestId, type)
    })
    network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const kind = kinds.get(requestId)
      if (kind) bodies[kind] = (bodies[kind] ?? 0) + encodedDataLength
    })
    await page.goto(site.origin + home, { waitUntil: 'networkidle' })
    const of = (kind: string) => bodies[kind] ?? 0
    const all = Object.values(bodies).reduce((sum, bytes) => sum + bytes, 0)
    rows.push([`${key}, ${lang}`, of('Document'), of('Stylesheet'), of('Script'), all - of('Document') - of('Stylesheet') - of('Script'), all, requests])
    figures.push(
      { what: `first visit of ${key} (${lang}), compressed`, value: all, unit: ' bytes', bar: { most: mostBytes } },
      { what: `requests of it`, value: requests, unit: '', bar: { most: 3 } },
      { what: `script of it, compressed`, value: of('Script'), unit: ' bytes', bar: { most: 2048 } },
    )
    await context.close()
  }
  await browser.close()
  await site.stop()
  table(['reader', 'HTML', 'CSS', 'script', 'other', 'all', 'requests'], rows)
  return tell(figures)
}
