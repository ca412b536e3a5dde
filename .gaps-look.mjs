import { chromium } from '@playwright/test'
import Database from 'better-sqlite3'
const b = await chromium.launch(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {})
const p = await (await b.newContext({ viewport: { width: 360, height: 800 }, javaScriptEnabled: false })).newPage()
const base = 'http://localhost:3151'
await p.goto(base + '/demo')
console.log(await p.locator('button').allTextContents())
await p.locator('form', { hasText: 'Priya' }).locator('button').first().click().catch((e) => console.log(String(e).slice(0, 200)))
console.log(p.url())
await p.goto(base + '/desk'); console.log(p.url(), await p.locator('h1').textContent())
await p.screenshot({ path: '/tmp/ofp/gaps/desk.png', fullPage: true })
await p.locator('a', { hasText: 'Their money' }).first().click(); console.log(p.url())
await p.locator('summary').evaluateAll((all) => all.length).then(console.log)
for (const s of await p.locator('summary').all()) await s.click()
await p.screenshot({ path: '/tmp/ofp/gaps/money.png', fullPage: true })
await b.close()
