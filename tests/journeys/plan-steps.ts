/** What several journeys do on the form of a part of the family's plan. */
import type { Page } from '@playwright/test'
import { inDays } from './days.ts'
import { button, fillDay, say, tick } from './site.ts'

const { t } = say.en

/** Fills what every part needs, and saves it: something to do, by somebody, in some days, with nothing from outside or with somebody's help. */
export async function fillPart(page: Page, words: string, owner: string, days: number, needs: 'nothing' | 'help' = 'nothing'): Promise<void> {
  await page.getByLabel(t('decided:form.words')).fill(words)
  await page.getByLabel(t('decided:form.owner')).selectOption({ label: owner })
  await fillDay(page.getByRole('group', { name: t('decided:form.due') }), inDays(days))
  await tick(page.locator(`input[name=needs][value=${needs}]`))
  await tick(page.locator('input[name=becomes][value=action]'))
  await tick(page.locator('input[name=kept][value=everybody]'))
  await button(page, t('decided:form.save')).click()
}
