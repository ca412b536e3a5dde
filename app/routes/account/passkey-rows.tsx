import type { Passkey } from '#app/domain/account/passkeys.server.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Rows } from '#app/ui/card.tsx'

/** Somebody's passkeys: what they are called, when they were added and last used, and where one is changed. */
export function PasskeyRows({ passkeys }: { passkeys: readonly Passkey[] }) {
  const { t, format } = useWords()
  return (
    <Rows>
      {passkeys.map((passkey) => {
        const name = passkey.name ?? t('locks:passkeys.unnamed')
        return (
          <div key={passkey.id}>
            <strong><bdi>{name}</bdi></strong>
            <p className="soft">
              {t('locks:passkeys.since', { day: format.when(passkey.madeAt) })} {passkey.usedAt ? t('locks:passkeys.used', { when: format.when(passkey.usedAt) }) : t('locks:passkeys.unused')}
            </p>
            <a href={`/account/security/passkeys?change=${passkey.id}`}>{t('locks:passkeys.change')}<span className="vh"> {name}</span></a>
          </div>
        )
      })}
    </Rows>
  )
}
