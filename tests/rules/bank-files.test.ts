import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { XmlDocument, XmlValidateError, XsdValidator } from 'libxml2-wasm'
import { describe, expect, test } from 'vitest'
import { readBankFile } from '#app/domain/budget/bank-answer.ts'
import { pain001, type RunFile } from '#app/domain/budget/pain001.ts'
import { runCsv } from '#app/domain/budget/run-csv.ts'
import type { Day, Instant } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import { children, first, readXml, textAt, xmlOf } from '#app/values/xml.ts'

const run: RunFile = {
  id: '0123456789ABCDEFGHJK', madeAt: '2026-11-24T10:00:00.000Z' as Instant, payOn: '2026-11-25' as Day, payer: { name: 'Our Council', sortCode: '445566', number: '76543210' },
  lines: [
    { reference: 'ABCDEFGHJKMN', pence: pence(1_205), payee: { name: 'Śwież & <Sons> "Ltd"', sortCode: '112233', number: '01234567' } },
    { reference: 'PQRSTVWXYZ01-2', pence: pence(30_000), payee: { name: '=HYPERLINK("http://example.org")', sortCode: '001122', number: '00000001' } },
  ],
}

/** What the schema that ISO 20022 publishes finds wrong in a file. */
function faults(file: string): string[] {
  const schema = XmlDocument.fromString(readFileSync(new URL('./published/pain.001.001.09.xsd', import.meta.url), 'utf8'))
  const document = XmlDocument.fromString(file)
  const published = XsdValidator.fromDoc(schema)
  try {
    published.validate(document)
    return []
  } catch (error) {
    if (error instanceof XmlValidateError) return error.details.map(({ message }) => message.trim())
    throw error
  } finally {
    for (const held of [published, document, schema]) held.dispose()
  }
}

describe('the file for the bank', () => {
  test('is what it was, to the byte, and fits the published schema', async () => {
    const written = pain001(run)
    await expect(written).toMatchFileSnapshot('golden/payment-run.xml')
    expect(pain001(structuredClone(run))).toBe(written)
    expect(faults(written)).toEqual([])
    const paid = first(readXml(written)!, 'CstmrCdtTrfInitn/PmtInf')!
    expect(children(paid, 'CdtTrfTxInf').map((one) => [textAt(one, 'PmtId/EndToEndId'), textAt(one, 'Amt/InstdAmt'), first(one, 'Amt/InstdAmt')?.attributes, textAt(one, 'Cdtr/Nm'), textAt(one, 'CdtrAgt/FinInstnId/ClrSysMmbId/MmbId'), textAt(one, 'CdtrAcct/Id/Othr/Id')])).toEqual([
      ['ABCDEFGHJKMN', '12.05', { Ccy: 'GBP' }, 'Śwież & <Sons> "Ltd"', '112233', '01234567'], ['PQRSTVWXYZ01-2', '300.00', { Ccy: 'GBP' }, '=HYPERLINK("http://example.org")', '001122', '00000001'],
    ])
  })

  test('fits the schema whatever is paid to whom; the schema is one that finds faults', () => {
    fc.assert(fc.property(fc.array(fc.record({ pence: fc.integer({ min: 1, max: 99_999_999_99 }), name: fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ unit: 'grapheme', maxLength: 200 })) }), { minLength: 1, maxLength: 5 }), (lines) => {
      const written = pain001({ ...run, lines: lines.map((line, n) => ({ reference: `ABCDEFGHJKM${n}`, pence: pence(line.pence), payee: { name: line.name, sortCode: '112233', number: '01234567' } })) })
      expect(faults(written)).toEqual([])
    }), { numRuns: 60 })
    expect(faults(pain001({ ...run, payer: { ...run.payer, name: '\u0000 \u0001' } }))).toEqual([])
    expect(faults(pain001(run).replace('<PmtMtd>TRF</PmtMtd>', '<PmtMtd>GIFT</PmtMtd>'))).not.toEqual([])
    expect(faults(pain001({ ...run, lines: [] }))).not.toEqual([])
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
    ['an entity that is not known', '<Document>&b;</Document>'], ['a character that is none', '<Document>&#0;</Document>'], ['what is not closed', '<Document><a></Document>'], ['two roots', '<a/><b/>'], ['what nests without end', '<a>'.repeat(200_000) + '</a>'.repeat(200_000)], ['nothing', ''], ['a picture', '\x89PNG\r\n'],
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
