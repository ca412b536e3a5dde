// The floors of the house: every import goes down, never up, never round in a circle.

const floors = ['routes', 'domain', 'events', 'access']
const sides = ['ui', 'http', 'i18n']
// The rooms of app/domain in their order; rooms on one line may not import each other.
const rooms = [
  ['area'],
  ['account'],
  ['family'],
  ['sharing', 'directory'],
  ['goals', 'appointments', 'messages', 'carers'],
  ['groups'],
  ['plan'],
  ['programmes'],
  ['budget'],
  ['meetings'],
  ['help'],
  ['data'],
]

const folder = (names) => `^app/(${names.join('|')})/`

const upwards = floors.map((floor, at) => ({
  name: `${floor}-knows-nothing-above`,
  severity: 'error',
  from: { path: folder([floor]) },
  to: { path: at === 0 ? '^app/[^/]+$' : `${folder(floors.slice(0, at))}|^app/[^/]+$` },
}))

const roomsInOrder = rooms.flatMap((line, at) =>
  line.flatMap((room) => {
    const others = [...line.filter((other) => other !== room), ...rooms.slice(at + 1).flat()]
    if (others.length === 0) return []
    return {
      name: `room-${room}-imports-earlier-rooms-only`,
      severity: 'error',
      from: { path: `^app/domain/${room}/` },
      to: { path: `^app/domain/(${others.join('|')})/` },
    }
  }),
)

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'not-found', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^virtual:|\\?url' } },
    ...upwards,
    {
      name: 'values-import-nothing-of-ours',
      severity: 'error',
      from: { path: '^app/values/' },
      to: { path: '^(app|db|tests)/', pathNot: '^app/values/' },
    },
    {
      name: 'db-imports-values-only',
      severity: 'error',
      from: { path: '^db/', pathNot: '^db/demo/' },
      to: { path: '^app/|^db/demo/', pathNot: '^app/values/' },
    },
    {
      comment: 'The demo area is made by the same commands that a family uses.',
      name: 'demo-imports-domain-and-below',
      severity: 'error',
      from: { path: '^db/demo/' },
      to: { path: folder(['routes', 'ui']) },
    },
    {
      name: 'ui-http-and-i18n-import-values-only',
      severity: 'error',
      from: { path: folder(sides) },
      to: { path: `^db/|${folder(floors)}|^app/[^/]+$` },
    },
    {
      comment: 'A page reads and acts through the domain; the only database it may name is the process\'s own connection.',
      name: 'routes-hold-no-sql',
      severity: 'error',
      from: { path: folder(['routes']) },
      to: { path: '^node_modules/(kysely|better-sqlite3|pg)/|^db/(?!connect\\.ts$|demo/people\\.ts$|schema\\.ts$|schema-[a-z]+\\.ts$)' },
    },
    {
      comment: 'So that the move from Remix to React Router is mechanical.',
      name: 'remix-is-fenced',
      severity: 'error',
      from: { path: '^(app|db)/', pathNot: '^app/(routes|http)/|^app/(root|entry\\.server|entry\\.client|routes|start-up\\.server)\\.tsx?$' },
      to: { path: '^node_modules/@remix-run/' },
    },
    {
      comment: 'Lucia is at the end of its life: one file knows it.',
      name: 'lucia-is-fenced',
      severity: 'error',
      from: { pathNot: '^app/access/session\\.server\\.ts$' },
      to: { path: '^node_modules/lucia/' },
    },
    {
      name: 'the-house-does-not-know-its-tests',
      severity: 'error',
      from: { path: '^(app|db)/' },
      to: { path: '^(tests|tools)/' },
    },
    {
      name: 'no-development-package-in-the-house',
      severity: 'error',
      from: { path: '^(app|db)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    ...roomsInOrder,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.scss', '.css'], exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
