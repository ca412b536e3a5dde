/**
 * What a bank says of payments, read out of its statement (ISO 20022 camt.053) or of a table. Every entry with a reference of
 * the payer's is an answer; whose it is, and whether the sum is right, is asked of the runs. Pure.
 */
import Papa from 'papaparse'
import { pence, type Pence } from '#app/values/money.ts'
import { children, first, readXml, textAt, type Element } from '#app/values/xml.ts'

export interface BankAnswer { readonly reference: string; readonly pence: Pence; readonly result: 'paid' | 'failed'; /** The bank's own words or code. */ readonly reason: string | null }

/** Larger than the statement of a busy day. */
export const mostBytes = 3_000_000
const mostAnswers = 20_000

/** All answers of a file, one for each reference; undefined when it is neither a camt.053 nor a table with the heads that are needed. */
export function readBankFile(text: string): BankAnswer[] | undefined {
  const found = /^\s*(?:\ufeff)?\s*</.test(text) ? ofStatement(text) : ofTable(text)
  return found && found.length <= mostAnswers ? oneEach(found) : undefined
}

/** Where one reference went out and came back in the same file, it came back. */
function oneEach(answers: readonly BankAnswer[]): BankAnswer[] {
  const all = new Map<string, BankAnswer>()
  for (const answer of answers) {
    const key = `${answer.reference} ${answer.pence}`
    if (all.get(key)?.result !== 'failed') all.set(key, answer)
  }
  return [...all.values()]
}

/** `12.34` of a bank as pence; undefined unless it is a whole number of them. */
function sumOf(text: string): Pence | undefined {
  const found = /^(\d{1,10})(?:\.(\d{1,2})0{0,3})?$/.exec(text.trim())
  return found ? pence(Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0'))) : undefined
}

function ofStatement(text: string): BankAnswer[] | undefined {
  const root = readXml(text)
  const statements = children(first(root, 'BkToCstmrStmt'), 'Stmt')
  if (root?.name !== 'Document' || statements.length === 0) return undefined
  return statements.flatMap((statement) => children(statement, 'Ntry')).flatMap(ofEntry)
}

function ofEntry(entry: Element): BankAnswer[] {
  const state = textAt(entry, 'Sts') || textAt(entry, 'Sts/Cd')
  // What is only expected has not happened.
  if (state !== '' && state !== 'BOOK') return []
  const details = children(entry, 'NtryDtls').flatMap((one) => children(one, 'TxDtls'))
  return details.flatMap((one): BankAnswer[] => {
    const reference = textAt(one, 'Refs/EndToEndId')
    const amount = first(one, 'Amt') ?? first(one, 'AmtDtls/TxAmt/Amt') ?? (details.length === 1 ? first(entry, 'Amt') : undefined)
    const sum = sumOf(textAt(amount, ''))
    if (reference === '' || sum === undefined || amount?.attributes?.Ccy !== 'GBP') return []
    const returned = first(one, 'RtrInf')
    const back = returned !== undefined || textAt(entry, 'RvslInd') === 'true' || (textAt(one, 'CdtDbtInd') || textAt(entry, 'CdtDbtInd')) === 'CRDT'
    const reason = [textAt(returned, 'Rsn/Cd') || textAt(returned, 'Rsn/Prtry'), ...children(returned, 'AddtlInf').map((more) => textAt(more, ''))].filter(Boolean).join(': ')
    return [{ reference, pence: sum, result: back ? 'failed' : 'paid', reason: back ? reason.slice(0, 200) || null : null }]
  })
}

/** A table with the heads reference, amount and status (paid or failed), and reason where there is one. */
function ofTable(text: string): BankAnswer[] | undefined {
  const { data, meta } = Papa.parse<Record<string, string>>(text.replace(/^\ufeff/, ''), { header: true, skipEmptyLines: 'greedy', transformHeader: (head) => head.trim().toLowerCase() })
  if (!['reference', 'amount', 'status'].every((head) => meta.fields?.includes(head))) return undefined
  return data.flatMap((row): BankAnswer[] => {
    const [sum, status] = [sumOf((row.amount ?? '').replace('£', '').replaceAll(',', '')), (row.status ?? '').trim().toLowerCase()]
    const reference = (row.reference ?? '').trim()
    if (reference === '' || sum === undefined || (status !== 'paid' && status !== 'failed')) return []
    return [{ reference, pence: sum, result: status, reason: status === 'failed' ? (row.reason ?? '').trim().slice(0, 200) || null : null }]
  })
}
