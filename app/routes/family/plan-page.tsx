import { useContext, type ComponentProps, type ReactElement, type ReactNode } from 'react'
import { useWords } from '#app/i18n/words.tsx'
import { Page } from '#app/ui/page.tsx'
import { Picture, type PictureName } from '#app/ui/picture.tsx'
import { ReadShorter, useShell } from '#app/ui/shell.tsx'

type PageProps = ComponentProps<typeof Page>

/**
 * A page of the plan, which can be read shorter and with pictures: by children, and by anybody who prefers it. Shorter, it has
 * its picture, large words, and `short` in place of what it says otherwise; a form stays what it is, without what stands around it. A
 * lead in the site's words is left out; what somebody said, which the page is about, stays.
 * The way from the one to the other is a plain link, which the browser remembers.
 */
export function PlanPage({ family, picture, short, title, lead, wide, children, ...page }: Omit<PageProps, 'family' | 'short'> & { family: string; picture: PictureName; short?: ReactNode }): ReactNode {
  const { t } = useWords()
  const { short: shorter, path } = useShell()
  const here = new URL(path, 'http://here')
  here.searchParams.delete('done')
  here.searchParams.set('short', shorter ? 'no' : 'yes')
  const other = <p><a href={here.pathname + here.search}>{t(shorter ? 'warm:short.whole' : 'warm:short.shorter')}</a></p>
  return (
    <Page {...page} family={{ id: family, current: 'plan' }} title={shorter ? <span className="titled"><Picture name={picture} /><span>{title}</span></span> : title} lead={shorter && typeof lead === 'string' ? undefined : lead} wide={wide} short={shorter}>
      {shorter ? <>{short ?? children}{other}</> : <>{other}{children}</>}
    </Page>
  )
}

/** A picture with its words: on the shorter pages each thing is one. */
export function Pictured({ picture, title, children }: { picture: PictureName | ReactElement; title?: ReactNode; children: ReactNode }): ReactNode {
  return <section className="card pictured">{typeof picture === 'string' ? <Picture name={picture} /> : picture}<div>{title ? <h2 className="ct">{title}</h2> : null}{children}</div></section>
}

/** What only stands beside the matter, for whoever reads the whole page. */
export function Longer({ children }: { children: ReactNode }): ReactNode {
  return useContext(ReadShorter) ? null : children
}
