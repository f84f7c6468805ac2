import {connect} from 'node:net'

/** Milliseconds a connection must stay open to be believed: a proxy of Docker accepts before it asks the container. */
const quietTime = 300

/** Whether something answers there. Undefined when it does, else why not, as the end of a sentence. */
export async function tcpProblem(host: string, port: number, seconds: number): Promise<string | undefined> {
  const {promise, resolve} = Promise.withResolvers<string | undefined>()
  const socket = connect({host, port, timeout: seconds * 1000})
  socket.once('connect', () => {
    setTimeout(resolve, quietTime, undefined)
    socket.once('data', () => resolve(undefined))
    socket.once('close', () => resolve('closes the connection at once'))
  })
  socket.once('timeout', () => resolve(`does not answer within ${seconds} seconds`))
  socket.on('error', error => resolve('code' in error ? reasons(String(error.code)) : error.message))
  try {
    return await promise
  } finally {
    socket.destroy()
  }
}

function reasons(code: string): string {
  if (code === 'ECONNREFUSED') return 'refuses the connection'
  if (code === 'ECONNRESET') return 'resets the connection'
  return code === 'EHOSTUNREACH' || code === 'ENETUNREACH' ? 'cannot be reached from here' : `cannot be asked (${code})`
}
