import {z} from 'zod'
import type {Answer, RegistryCall} from './call.ts'
import {RegistryFailure} from './failure.ts'

const errors = z.object({errors: z.array(z.object({code: z.string().optional(), message: z.string().optional()}))})

/** Longest time a registry's wish to be left alone is honoured, in milliseconds. */
const longestWish = 300_000

/** What a refusal says, in the registry's own words where it has some. */
export async function refusal(
  registry: string,
  {method, path}: RegistryCall,
  answer: Answer,
): Promise<RegistryFailure> {
  const status = answer.statusCode
  const text = await answer.body.text().catch(() => '')
  const mayPass = status === 429 || status >= 500 || status === 408
  const wish = waitOf(answer.headers['retry-after'])
  const said = wordsOf(text)
  const words = said === '' ? '' : `: ${said}`
  const what = status === 401 ? 'wants another login' : `answers ${status}`
  const where = path.replace(/\?.*$/, '')
  return new RegistryFailure(`${registry} ${what} to ${method} ${where}${words}`, {status, mayPass, retryAfter: wish})
}

function wordsOf(text: string): string {
  try {
    return errors
      .parse(JSON.parse(text))
      .errors.map(({code = '', message = ''}) => [code, message].filter(Boolean).join(' '))
      .join(', ')
  } catch {
    // Proxies and front ends answer in HTML; the status has to do.
    return ''
  }
}

/** Seconds, or a date. */
function waitOf(header: string | string[] | undefined): number | undefined {
  if (typeof header !== 'string') return undefined
  const wait = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now()
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), longestWish)
}
