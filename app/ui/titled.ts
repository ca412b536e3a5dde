import type { Key } from '#app/i18n/keys.ts'
import type { Words } from '#app/i18n/words.tsx'

/** The route's part of the browser's title. `data` is what its loader returned. */
export type Title<Data> = (words: Words, data: Data) => string

/** What a route may say in its `handle`. */
export type Handle = {
  title?: Title<never>
  /** Ships the framework's script with this page. */
  hydrate?: boolean
  /** The title does not name the site: whoever sees the browser's tab learns nothing. */
  nameless?: boolean
}

/**
 * A route's title: `export const handle = titled('goals:new.title')`, or with the loader's data
 * `titled<typeof loader>((words, data) => data.goal.words)`. The root adds the site's name, and "Error:" after a
 * refused post. Not Remix's `meta`, which is not told what the action answered.
 */
export function titled<Loader extends (...args: never[]) => unknown>(title: Key | Title<LoaderAnswer<Loader>>): Handle {
  return { title: typeof title === 'string' ? ({ t }) => t(title) : (title as Title<never>) }
}

/** What a page gets from a loader: the plain data, or what is inside of `json(…)`. */
type LoaderAnswer<Loader extends (...args: never[]) => unknown> =
  Exclude<Awaited<ReturnType<Loader>>, undefined> extends infer Answer
    ? Answer extends { json(): Promise<infer Inside> } ? Inside : Answer
    : never
