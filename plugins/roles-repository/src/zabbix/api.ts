import {type IncomingMessage, request} from 'node:http'
import {type Connection, HiveError, hostAgent, reasonOf} from '@hive-ci/cli'
import {z} from 'zod'

/** Zabbix's API as one user of it: https://www.zabbix.com/documentation/6.0/en/manual/api */
export interface ZabbixApi {
  /** `[6, 0]`; what is called how depends on it. */
  readonly version: readonly [number, number]
  /** Name of the host it runs on, for messages. */
  readonly host: string
  /**
   * The method's result. Throws {@link ZabbixRefusal} when Zabbix refuses, `HiveError` HOST_FAILED when it does not answer.
   * Parameters travel in the body of a request and are never told.
   */
  call(method: string, parameters: unknown): Promise<unknown>
  /** The same API with the rights of a session. */
  as(token: string): ZabbixApi
  close(): void
}

/** Zabbix understood the request and refused it. */
export class ZabbixRefusal extends HiveError {}

/** Where the web page listens on the repository host; its API is part of it. */
export const webPort = 10052

/** Seconds a call may take; an import of templates takes the longest. */
const patience = 120

/** Speaks to Zabbix over the host's own connection; throws `HiveError` HOST_FAILED when it does not answer. */
export async function openZabbix(connection: Connection, signal: AbortSignal): Promise<ZabbixApi> {
  const agent = hostAgent(connection, '127.0.0.1', webPort)
  const exchange = async (body: unknown, token?: string): Promise<unknown> => {
    const text = JSON.stringify(body)
    const deadline = AbortSignal.timeout(patience * 1000)
    const {promise, resolve, reject} = Promise.withResolvers<IncomingMessage>()
    const headers = {
      // A stream the other end is about to close would lose a request, which may have been carried out or not.
      Connection: 'close',
      'Content-Type': 'application/json-rpc',
      'Content-Length': Buffer.byteLength(text),
      ...(token !== undefined && {Authorization: `Bearer ${token}`}),
    }
    const sent = request(
      {agent, path: '/api_jsonrpc.php', method: 'POST', headers, signal: AbortSignal.any([signal, deadline])},
      resolve,
    )
    sent.on('error', error => reject(deadline.aborted ? new Error(`it took more than ${patience} s`) : error)).end(text)
    return JSON.parse((await (await promise).toArray()).join(''))
  }
  const unauthorized = apiOf(connection.name, [0, 0], exchange, () => agent.destroy())
  try {
    const [major = 0, minor = 0] = z
      .string()
      .parse(await unauthorized.call('apiinfo.version', {}))
      .split('.')
      .map(Number)
    return {...apiOf(connection.name, [major, minor], exchange, () => agent.destroy())}
  } catch (error) {
    agent.destroy()
    throw error
  }
}

const answerSchema = z.object({
  result: z.unknown().optional(),
  error: z.object({message: z.string(), data: z.string().default('')}).optional(),
})

function apiOf(
  host: string,
  version: readonly [number, number],
  exchange: (body: unknown, token?: string) => Promise<unknown>,
  close: () => void,
  token?: string,
): ZabbixApi {
  // Later versions know the token from a header alone, earlier ones from the body alone.
  const inHeader = isAtLeast(version, 6, 4)
  return {
    host,
    version,
    async call(method, params) {
      const auth = token !== undefined && !inHeader ? {auth: token} : {}
      const answer = await exchange(
        {jsonrpc: '2.0', id: 1, method, params, ...auth},
        inHeader ? token : undefined,
      ).then(
        body => answerSchema.parse(body),
        cause => {
          throw notAnswering(host, cause)
        },
      )
      if (answer.error === undefined) return answer.result
      throw new ZabbixRefusal(
        'HOST_FAILED',
        `Zabbix on ${host} refused ${method}: ${answer.error.data || answer.error.message}`,
      )
    },
    as: session => apiOf(host, version, exchange, close, session),
    close,
  }
}

/** Whether the version is this one or a later one. */
export function isAtLeast(
  [major, minor]: readonly [number, number],
  wantedMajor: number,
  wantedMinor: number,
): boolean {
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)
}

function notAnswering(host: string, cause: unknown): HiveError {
  return new HiveError('HOST_FAILED', `Zabbix on ${host} does not answer on port ${webPort}: ${reasonOf(cause)}.`, {
    cause,
    suggestions: ['Run "hive setup-hosts -T zabbix" to have it started.'],
  })
}
