/**
 * What the sources keep to beyond types, lint and the import rules of .dependency-cruiser.cjs. A finding is a line of the
 * form `file:line what`; each rule says in its title how things are done here instead.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'

interface Source { readonly file: string; readonly text: string }

const app = sourcesIn('app')
const house = [...app, ...sourcesIn('db')]
const everything = [...house, ...sourcesIn('tests'), ...sourcesIn('tools')]

/** Where a pattern stands, outside of comments. `but` are the files in which it is right. */
function findings(sources: readonly Source[], pattern: RegExp, ...but: readonly (string | RegExp)[]): string[] {
  return sources
    .filter(({ file }) => !but.some((right) => (typeof right === 'string' ? file === right || file.startsWith(`${right}/`) : right.test(file))))
    .flatMap(({ file, text }) => withoutComments(text).split('\n').flatMap((line, at) => (pattern.test(line) ? [`${file}:${at + 1} ${line.trim().slice(0, 100)}`] : [])))
}

test('nobody casts to a viewer or a proof but those who make them', () => {
  const made = /\bas (unknown as )?(readonly )?(Viewer|Myself|Invited|LinkHolder|Watch|AreaViewer|AnyViewer|May|AreaMay|OwnMay|InvitedMay|LinkMay|WatchMay|Acting|AreaActing|OwnActing|InvitedActing|LinkActing|WatchActing|Inside|Proven)\b/
  expect(findings(house, made, 'app/access/viewer.server.ts', 'app/events/transact.server.ts')).toEqual([])
})

test('nobody copies a viewer into another one: a copy would keep the proof of the first', () => {
  expect(findings(house, /\.\.\.(viewer|acting|deciding|looker|me)\b(?!\.)/, 'app/events/transact.server.ts')).toEqual([])
})

test('nobody casts to money: pence() checks it', () => {
  expect(findings(house, /\bas (unknown as )?(readonly )?Pence\b/, 'app/values/money.ts')).toEqual([])
})

test('money, days, numbers and lists are formatted in app/i18n only', () => {
  const formatters = /\btoLocale\w*\(|\bIntl\.(DateTimeFormat|NumberFormat|RelativeTimeFormat|ListFormat|PluralRules|DisplayNames|DurationFormat|Collator)\b|\.toFixed\(/
  // The languages that directories name in English are read there, not shown.
  expect(findings(house, formatters, 'app/i18n', 'app/domain/directory/languages.ts')).toEqual([])
})

test('pages hold no SQL: they ask the domain', () => {
  expect(findings(app.filter(({ file }) => file.startsWith('app/routes/')), /\b(selectFrom|insertInto|updateTable|deleteFrom|replaceInto|mergeInto)\b|\bsql(<[^>]*>)?`/)).toEqual([])
})

test('nothing is styled in its tag: the policy of the pages forbids it', () => {
  expect(findings(app.filter(({ file }) => file.endsWith('.tsx')), /\bstyle=/)).toEqual([])
})

test('no HTML is made of text', () => {
  expect(findings(app, /dangerouslySetInnerHTML|\.(inner|outer)HTML\b|insertAdjacentHTML|document\.write/)).toEqual([])
})

test('nobody speaks on the console but programs at the keyboard: the server writes its log', () => {
  expect(findings(house, /\bconsole\./, /-command\.ts$/, 'app/start-up.server.ts')).toEqual([])
})

test('the environment is read in one place', () => {
  expect(findings(house, /process\.env\b(?!\.NODE_ENV)/, 'app/values/config.ts', 'db/connect.ts')).toEqual([])
})

test('no test is left out or runs alone', () => {
  expect(findings(everything.filter(({ file }) => file.startsWith('tests/')), /\b(test|it|describe)\.(only|todo|fails)\b|\b(test|it|describe)\.skip\(['"`]/, 'tests/tidy.test.ts')).toEqual([])
})

test('files are kebab-case and named for what they are about', () => {
  const named = /^[a-z0-9]+(-[a-z0-9]+)*(\.(server|client|deep|test|test-d|spec|config|d))*\.[a-z0-9]+$/
  const layers = /^(utils?|helpers?|services?|data|index|misc|common|shared|lib|types|constants|manager)\./
  const files = ['app', 'db', 'tests', 'tools', 'locales'].flatMap(filesIn)
  const odd = files.filter((file) => {
    const name = basename(file)
    // A partial of the stylesheet begins with a line; TRANSLATORS.md is shouted on purpose; a service is a word of the directory.
    if (name.endsWith('.scss')) return !named.test(name.replace(/^_/, ''))
    if (name === 'TRANSLATORS.md') return false
    // What others publish keeps the name by which it is known.
    if (file.startsWith('tests/rules/published/')) return false
    if (file === 'app/routes/anyone/service.tsx' || file === 'app/routes/anyone/services.tsx') return false
    if (/^locales\/[a-z]{2}\//.test(file)) return !/^[a-z]+\.json$/.test(name)
    return !named.test(name) || layers.test(name)
  })
  expect(odd).toEqual([])
})

test('no file is longer than one can keep in mind: 500 lines, 600 for tests', () => {
  const long = everything.map(({ file, text }) => ({ file, lines: text.split('\n').length }))
    .filter(({ file, lines }) => lines > (file.startsWith('tests/') ? 600 : 500)).map(({ file, lines }) => `${file}: ${lines}`)
  expect(long).toEqual([])
})

test('every file that the site map names is there, and every page is in the site map', () => {
  const named = [...readFileSync('app/routes.ts', 'utf8').matchAll(/'(routes\/[^']+\.tsx?)'/g)].map(([, file]) => `app/${file}`)
  expect(named.filter((file) => !existsSync(file))).toEqual([])
  // Three pages stand at several addresses each: who can see a thing, changing words, and saying something in the plan.
  expect(named.filter((file, at) => named.indexOf(file) !== at && !['app/routes/family/sees.tsx', 'app/routes/family/plan-said.tsx', 'app/routes/family/words-change.tsx'].includes(file))).toEqual([])
  const pages = app.filter(({ file, text }) => file.startsWith('app/routes/') && /^export (default|(async )?function (loader|action)|const (loader|action|handle))\b/m.test(text))
  expect(pages.map(({ file }) => file).filter((file) => !named.includes(file))).toEqual([])
})

test('whoever uses an exported function finds said what it does', () => {
  const rooms = house.filter(({ file }) => /^(app\/(domain|access|events)|db)\//.test(file) && file.endsWith('.ts'))
  const silent = rooms.flatMap(({ file, text }) => {
    const lines = text.split('\n')
    return lines.flatMap((line, at) => {
      const name = /^export (?:async )?function\*? (\w+)/.exec(line)?.[1]
      if (!name || /\*\/\s*$/.test(lines[at - 1] ?? '')) return []
      return [`${file}:${at + 1} ${name}`]
    })
  })
  expect(silent).toEqual([])
})

test('every way in proves what it may: no command is called but by act', () => {
  // A command takes (acting, …); outside of the domain nobody has an acting to give it.
  expect(findings(app.filter(({ file }) => /^app\/(routes|http)\//.test(file)), /\bActing<|\bInside</)).toEqual([])
})

/** The text with comments blanked, so that line numbers stay. Strings that hold `//` after a colon are addresses. */
function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|[^:'"`\\/])\/\/.*$/gm, '$1')
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).replaceAll('\\', '/'))
}

function sourcesIn(folder: string): Source[] {
  return filesIn(folder).filter((file) => /\.(tsx?|mjs|cjs)$/.test(file)).map((file) => ({ file, text: readFileSync(file, 'utf8') }))
}
