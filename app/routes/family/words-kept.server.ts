/** Nothing is lost for whoever was taken out while they wrote: the page that is not there for them any more gives them their own words, and nothing else. */
import { json, type ActionFunctionArgs } from '@remix-run/node'
import { isWritten } from './written-fields.ts'

/**
 * An action whose 404, and whose way to a door, hands the sender's words to the page that says so (`KeptWords`): alike for everybody and of whatever
 * there is or is not, so that it tells nobody anything.
 */
export function keepingWords<R>(act: (args: ActionFunctionArgs) => Promise<R>): (args: ActionFunctionArgs) => Promise<R> {
  return async (args) => {
    const sent = args.request.clone()
    try {
      return await act(args)
    } catch (thrown) {
      if (!(thrown instanceof Response) || !(thrown.status === 404 || thrown.headers.get('location')?.endsWith('/private/door'))) throw thrown
      throw json({ values: Object.fromEntries([...(await sent.formData())].filter(([name, value]) => isWritten(name) && typeof value === 'string')) }, 404)
    }
  }
}
