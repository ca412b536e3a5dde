import { describe, expect, test } from 'vitest'
import { readBankFile } from '#app/domain/budget/bank-answer.ts'
import { pain001, type RunFile } from '#app/domain/budget/pain001.ts'
import { runCsv } from '#app/domain/budget/run-csv.ts'
import type { Day, Instant } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import { children, first, readXml, textAt, xmlOf, type Element } from '#app/values/xml.ts'

const run: RunFile = {
  id: '0123456789ABCDEFGHJK', madeAt: '2026-11-24T10:00:00.000Z' as Instant, payOn: '2026-11-25' as Day, payer: { name: 'Our Council', sortCode: '445566', number: '76543210' },
  lines: [
    { reference: 'ABCDEFGHJKMN', pence: pence(1_205), payee: { name: 'Śwież & <Sons> "Ltd"', sortCode: '112233', number: '01234567' } },
    { reference: 'PQRSTVWXYZ01-2', pence: pence(30_000), payee: { name: '=HYPERLINK("http://example.org")', sortCode: '001122', number: '00000001' } },
  ],
}

const golden = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">
  <CstmrCdtTrfInitn>
    <GrpHdr>
      <MsgId>0123456789ABCDEFGHJK</MsgId>
      <CreDtTm>2026-11-24T10:00:00Z</CreDtTm>
      <NbOfTxs>2</NbOfTxs>
      <CtrlSum>312.05</CtrlSum>
      <InitgPty>
        <Nm>Our Council</Nm>
      </InitgPty>
    </GrpHdr>
`

/** Of the published schema pain.001.001.09: which elements may stand in which, in this order; those with a mark must. */
const schema: Readonly<Record<string, readonly string[]>> = {
  Document: ['CstmrCdtTrfInitn!'], CstmrCdtTrfInitn: ['GrpHdr!', 'PmtInf!', 'SplmtryData'],
  GrpHdr: ['MsgId!', 'CreDtTm!', 'Authstn', 'NbOfTxs!', 'CtrlSum', 'InitgPty!', 'FwdgAgt', 'InitnSrc'],
  PmtInf: ['PmtInfId!', 'PmtMtd!', 'BtchBookg', 'NbOfTxs', 'CtrlSum', 'PmtTpInf', 'ReqdExctnDt!', 'PoolgAdjstmntDt', 'Dbtr!', 'DbtrAcct!', 'DbtrAgt!', 'DbtrAgtAcct', 'InstrForDbtrAgt', 'UltmtDbtr', 'ChrgBr', 'ChrgsAcct', 'ChrgsAcctAgt', 'CdtTrfTxInf!'],
  CdtTrfTxInf: ['PmtId!', 'PmtTpInf', 'Amt!', 'XchgRateInf', 'ChrgBr', 'MndtRltdInf', 'ChqInstr', 'UltmtDbtr', 'IntrmyAgt1', 'IntrmyAgt1Acct', 'IntrmyAgt2', 'IntrmyAgt2Acct', 'IntrmyAgt3', 'IntrmyAgt3Acct', 'CdtrAgt', 'CdtrAgtAcct', 'Cdtr', 'CdtrAcct', 'UltmtCdtr', 'InstrForCdtrAgt', 'InstrForDbtrAgt', 'Purp', 'RgltryRptg', 'Tax', 'RltdRmtInf', 'RmtInf'],
  ReqdExctnDt: ['Dt!'], InitgPty: ['Nm'], Dbtr: ['Nm'], Cdtr: ['Nm'], PmtId: ['InstrId', 'EndToEndId!', 'UETR'], Amt: ['InstdAmt!'], RmtInf: ['Ustrd', 'Strd'],
  DbtrAcct: ['Id!', 'Tp', 'Ccy', 'Nm', 'Prxy'], CdtrAcct: ['Id!', 'Tp', 'Ccy', 'Nm', 'Prxy'], Othr: ['Id!', 'SchmeNm', 'Issr'], SchmeNm: ['Cd!'],
  DbtrAgt: ['FinInstnId!', 'BrnchId'], CdtrAgt: ['FinInstnId!', 'BrnchId'], FinInstnId: ['BICFI', 'ClrSysMmbId', 'LEI', 'Nm', 'PstlAdr', 'Othr'], ClrSysMmbId: ['ClrSysId', 'MmbId!'], ClrSysId: ['Cd!'],
}
const text: Readonly<Record<string, RegExp>> = {
  MsgId: /^.{1,35}$/, PmtInfId: /^.{1,35}$/, EndToEndId: /^.{1,35}$/, NbOfTxs: /^\d{1,15}$/, CtrlSum: /^\d{1,17}(\.\d{1,17})?$/, InstdAmt: /^\d{1,13}(\.\d{1,5})?$/, Nm: /^.{1,140}$/u, Ustrd: /^.{1,140}$/, PmtMtd: /^TRF$/, ChrgBr: /^SLEV$/,
  CreDtTm: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, Dt: /^\d{4}-\d\d-\d\d$/, Ccy: /^GBP$/, MmbId: /^\d{6}$/, Cd: /^(GBDSC|BBAN)$/, Id: /^\d{1,34}$/,
}

function fits(element: Element, path: string): void {
  if (typeof element.has === 'string') return expect(element.has, path).toMatch(text[element.name]!)
  if (element.name === 'Id') return element.has.forEach((one) => fits(one, `${path}/${one.name}`))
  const may = schema[element.name]!
  const places = element.has.map((one) => may.findIndex((name) => name.replace('!', '') === one.name))
  expect(places, `${path}: ${element.has.map((one) => one.name).join()}`).toEqual([...places].sort((a, b) => a - b))
  expect(places, path).not.toContain(-1)
  for (const name of may.filter((one) => one.endsWith('!'))) expect(children(element, name.slice(0, -1)).length, `${path}/${name}`).toBeGreaterThan(0)
  element.has.forEach((one) => fits(one, `${path}/${one.name}`))
}

describe('the file for the bank', () => {
  test('is what it was, to the byte, and fits the published structure', () => {
    const written = pain001(run)
    expect(written.startsWith(golden)).toBe(true)
    expect(pain001(structuredClone(run))).toBe(written)
    const read = readXml(written)!
    fits(read, 'Document')
    const paid = first(read, 'CstmrCdtTrfInitn/PmtInf')!
    expect(children(paid, 'CdtTrfTxInf').map((one) => [textAt(one, 'PmtId/EndToEndId'), textAt(one, 'Amt/InstdAmt'), first(one, 'Amt/InstdAmt')?.attributes, textAt(one, 'Cdtr/Nm'), textAt(one, 'CdtrAgt/FinInstnId/ClrSysMmbId/MmbId'), textAt(one, 'CdtrAcct/Id/Othr/Id')])).toEqual([
      ['ABCDEFGHJKMN', '12.05', { Ccy: 'GBP' }, 'Śwież & <Sons> "Ltd"', '112233', '01234567'], ['PQRSTVWXYZ01-2', '300.00', { Ccy: 'GBP' }, '=HYPERLINK("http://example.org")', '001122', '00000001'],
    ])
  })

  test('as a table has no formula of a payee', () => {
    expect(runCsv(run)).toBe([
      'name,sort code,account number,amount,reference,date', '"Śwież & <Sons> ""Ltd""",112233,01234567,12.05,ABCDEFGHJKMN,2026-11-25',
      `"'=HYPERLINK(""http://example.org"")",001122,00000001,300.00,PQRSTVWXYZ01-2,2026-11-25`, '',
    ].join('\r\n'))
  })
})

const statement = (entries: string) => `<?xml version="1.0"?><!-- ours --><n:Document xmlns:n="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><n:BkToCstmrStmt><n:Stmt>${entries}</n:Stmt></n:BkToCstmrStmt></n:Document>`
const entry = (reference: string, sum: string, more = '', way = 'DBIT', state = '<n:Sts><n:Cd>BOOK</n:Cd></n:Sts>') =>
  `<n:Ntry><n:Amt Ccy="GBP">${sum}</n:Amt><n:CdtDbtInd>${way}</n:CdtDbtInd>${state}<n:NtryDtls><n:TxDtls><n:Refs><n:EndToEndId>${reference}</n:EndToEndId></n:Refs>${more}</n:TxDtls></n:NtryDtls></n:Ntry>`

describe('the bank’s statement', () => {
  test('says of each reference whether it was paid or came back, and why', () => {
    expect(readBankFile(statement([
      entry('AAAAAAAAAAAA', '12.34'), entry('BBBBBBBBBBBB', '5', '<n:RtrInf><n:Rsn><n:Cd>AC04</n:Cd></n:Rsn><n:AddtlInf>Closed &amp; gone</n:AddtlInf></n:RtrInf>', 'CRDT'),
      entry('CCCCCCCCCCCC', '7.00'), entry('CCCCCCCCCCCC', '7.00', '', 'CRDT'), entry('DDDDDDDDDDDD', '1.00', '', 'DBIT', '<n:Sts>PDNG</n:Sts>'), entry('EEEEEEEEEEEE', '1.005'),
    ].join('')))).toEqual([
      { reference: 'AAAAAAAAAAAA', pence: 1_234, result: 'paid', reason: null }, { reference: 'BBBBBBBBBBBB', pence: 500, result: 'failed', reason: 'AC04: Closed & gone' },
      { reference: 'CCCCCCCCCCCC', pence: 700, result: 'failed', reason: null },
    ])
  })

  test.each([
    ['entities that grow', '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><Document>&c;</Document>'], ['a file from elsewhere', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><Document>&b;</Document>'],
    ['an entity that is not known', '<Document>&b;</Document>'], ['a character that is none', '<Document>&#0;</Document>'], ['what is not closed', '<Document><a></Document>'], ['two roots', '<a/><b/>'], ['nothing', ''], ['a picture', '\x89PNG\r\n'],
    ['deep nesting', `${'<a>'.repeat(60)}${'</a>'.repeat(60)}`], ['another document', '<Document><CstmrCdtTrfInitn/></Document>'], ['a comment without end', `<Document><!-- ${'-'.repeat(100_000)}`], ['a table without heads', 'a,b\n1,2'],
  ])('%s is refused', (_what, given) => {
    expect(readBankFile(given)).toBeUndefined()
  })

  test('whatever is written is read again', () => {
    for (const words of ['a < b && c > "d"', ' é ł 😀', 'tab\there', ']]>']) {
      expect(textAt(readXml(xmlOf({ name: 'a', attributes: { b: words }, has: [{ name: 'c', has: words }] }))!, 'c')).toBe(words.trim())
    }
    expect(xmlOf({ name: 'a', has: 'x\u0000y\ud800' })).toContain('<a>xy</a>')
  })

  test('a long one is read quickly', () => {
    const long = statement(Array.from({ length: 8_000 }, (_, n) => entry(String(n).padStart(12, '0'), '1.00')).join(''))
    const began = performance.now()
    expect(readBankFile(long)).toHaveLength(8_000)
    expect(performance.now() - began).toBeLessThan(5_000)
  })
})
