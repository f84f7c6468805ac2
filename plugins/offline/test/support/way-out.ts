import {execa} from 'execa'

/** A proxy on a network of the engine, for whoever may not leave it by himself. */
export interface WayOut {
  /** `HOST:PORT` in that network. */
  readonly address: string
  /** What it was asked for: `METHOD URL`. */
  requests(): Promise<readonly string[]>
  stop(): Promise<void>
}

const directory = '/run/way-out'

const squidConf = `
http_port 3128
http_access allow all
logformat asked %rm %ru
access_log stdio:${directory}/access.log logformat=asked
cache_log ${directory}/cache.log
pid_filename ${directory}/squid.pid
cache deny all
buffered_logs off
pinger_enable off
max_filedescriptors 1024
shutdown_lifetime 0 seconds
`

// squid has no rights any more when it opens its log.
const script = `
install -d -o proxy ${directory}
echo "$0" >${directory}/squid.conf
exec squid -N -f ${directory}/squid.conf`

/** Starts it. `image` has squid. */
export async function startWayOut(network: string, image: string): Promise<WayOut> {
  const name = `${network}-way-out`
  const options = ['--detach', '--name', name, '--network', network, '--entrypoint', 'sh']
  await execa('docker', ['run', ...options, image, '-ec', script, squidConf])
  return {
    address: `${name}:3128`,
    async requests() {
      return (await execa('docker', ['exec', name, 'cat', `${directory}/access.log`])).stdout.split('\n')
    },
    async stop() {
      await execa('docker', ['rm', '--force', '--volumes', name], {reject: false})
    },
  }
}
