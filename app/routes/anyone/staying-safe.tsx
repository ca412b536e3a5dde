import type { Key } from '#app/i18n/keys.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { PhoneLink } from '#app/ui/phone-link.tsx'
import { useShell } from '#app/ui/shell.tsx'
import { SummaryList } from '#app/ui/summary-list.tsx'
import { titled } from '#app/ui/titled.ts'
import { Paragraph, Part, Points } from './reading.tsx'

export const handle = titled('anyone:stayingSafe.title')

/** National lines that anybody may ring, free of charge. */
const lines: readonly (readonly [Key, string])[] = [
  ['anyone:stayingSafe.talk.abuse', '0808 2000 247'],
  ['anyone:stayingSafe.talk.wales', '0808 80 10 800'],
  ['anyone:stayingSafe.talk.men', '0808 801 0327'],
  ['anyone:stayingSafe.talk.galop', '0800 999 5428'],
  ['anyone:stayingSafe.talk.honour', '0800 5999 247'],
  ['anyone:stayingSafe.talk.children', '0800 1111'],
  ['anyone:stayingSafe.talk.worried', '0808 800 5000'],
  ['anyone:stayingSafe.talk.samaritans', '116 123'],
]

export default function StayingSafe() {
  const { t } = useWords()
  const { areaPhone } = useShell()
  const ours: readonly (readonly [Key, string])[] = areaPhone ? [['anyone:stayingSafe.talk.area', areaPhone]] : []
  return (
    <Page title={t('anyone:stayingSafe.title')} lead={t('anyone:stayingSafe.lead')} exit>
      <Notice tone="clay">
        <h2>{t('anyone:stayingSafe.danger.title')}</h2>
        <Paragraph of="anyone:stayingSafe.danger.ring" />
        <p>{t('anyone:stayingSafe.danger.silent')}</p>
        <p>{t('anyone:stayingSafe.danger.noVoice')}</p>
      </Notice>
      <Part title="anyone:stayingSafe.leave.title">
        <p>{t('anyone:stayingSafe.leave.button', { exit: t('common:exit') })}</p>
        <p>{t('anyone:stayingSafe.leave.keys')}</p>
        <p>{t('anyone:stayingSafe.leave.lost')}</p>
        <p>{t('anyone:stayingSafe.leave.limits')}</p>
      </Part>
      <Part title="anyone:stayingSafe.history.title">
        <Points
          of={[
            'anyone:stayingSafe.history.list',
            'anyone:stayingSafe.history.some',
            'anyone:stayingSafe.history.private',
            'anyone:stayingSafe.history.passwords',
            'anyone:stayingSafe.history.spy',
          ]}
        />
      </Part>
      <Part title="anyone:stayingSafe.shared.title">
        <Points
          of={[
            'anyone:stayingSafe.shared.tick',
            'anyone:stayingSafe.shared.signOut',
            'anyone:stayingSafe.shared.messages',
            'anyone:stayingSafe.shared.contact',
          ]}
        />
      </Part>
      <Part title="anyone:stayingSafe.secret.title">
        <p>{t('anyone:stayingSafe.secret.text')}</p>
        <p>{t('anyone:stayingSafe.secret.phone')}</p>
      </Part>
      <Part title="anyone:stayingSafe.talk.title">
        <p>{t('anyone:stayingSafe.talk.free')}</p>
        <SummaryList rows={[...lines, ...ours].map(([who, number]) => ({ key: t(who), value: <PhoneLink number={number} /> }))} />
      </Part>
      <p>{t('anyone:stayingSafe.promise')}</p>
    </Page>
  )
}
