import {once} from 'node:events'
import {createServer, type IncomingMessage} from 'node:http'
import {type AddressInfo, createConnection} from 'node:net'
import {z} from 'zod'
import type {Connection} from '../../../src/transport/connection.ts'
import {localConnection} from '../../../src/transport/local.ts'
import {isFrom, Refused, type Version} from './fake-zabbix-contract.ts'
import {methodsOf} from './fake-zabbix-methods.ts'
import {bornState, type FakeState} from './fake-zabbix-state.ts'

/** A Zabbix at the wire: of the API of its version it knows what hive uses, and refuses the rest as that version does. */
export interface FakeZabbix {
  readonly url: string
  /** A host on whose loopback it answers, on whichever port. */
  readonly connection: Connection
  readonly state: FakeState
  close(): void
}

/**
 * The contract is that of the manual and of Zabbix's own validation: manual/api/reference and manual/api/changes of each
 * version at https://www.zabbix.com/documentation.
 */
export async function startFakeZabbix(version: string): Promise<FakeZabbix> {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const state = bornState([major, minor])
  const server = createServer(async (request, response) => {
    const text = (await request.toArray()).join('')
    if (request.url !== '/api_jsonrpc.php' || request.headers['content-type'] !== 'application/json-rpc') {
      response.writeHead(412).end()
      return
    }
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify(answerTo(text, request, version, state)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const {port} = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/api_jsonrpc.php`,
    connection: {
      ...localConnection('repository'),
      openTcp: async () => {
        const socket = createConnection(port, '127.0.0.1')
        await once(socket, 'connect')
        return socket
      },
    },
    state,
    close: () => server.close(),
  }
}

/** Methods anybody may call, and nobody with a session. */
const open = ['apiinfo.version', 'user.login']

function answerTo(text: string, request: IncomingMessage, version: string, state: FakeState): object {
  try {
    const {method, params, auth, id} = requestSchema(state.version).parse(JSON.parse(text))
    const token = isFrom(state.version, 6, 4) ? (bearerOf(request) ?? auth) : auth
    const run = methodsOf(state, version).get(method)
    if (run === undefined) throw new Refused(`Incorrect API "${method}".`)
    if (open.includes(method) && token !== undefined) {
      throw new Refused(`The "${method}" method must be called without authorization.`)
    }
    if (!open.includes(method) && !(token !== undefined && state.sessions.has(token)))
      throw new Refused('Not authorized.')
    return {jsonrpc: '2.0', result: run(params, token ?? ''), id}
  } catch (error) {
    if (error instanceof z.ZodError) return refusal(`Invalid parameter: ${error.issues[0]?.message}.`)
    if (error instanceof Refused) return refusal(error.message)
    throw error
  }
}

/** The member `auth` is refused from 7.2 on. */
function requestSchema(version: Version) {
  const members = {jsonrpc: z.literal('2.0'), method: z.string(), params: z.unknown(), id: z.number()}
  return isFrom(version, 7, 2)
    ? z.strictObject({...members, auth: z.undefined().optional()})
    : z.strictObject({...members, auth: z.string().optional()})
}

function bearerOf({headers}: IncomingMessage): string | undefined {
  return headers.authorization?.startsWith('Bearer ') ? headers.authorization.slice(7) : undefined
}

function refusal(data: string): object {
  return {jsonrpc: '2.0', error: {code: -32602, message: 'Invalid params.', data}, id: 1}
}
