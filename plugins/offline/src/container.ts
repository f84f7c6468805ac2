import {accepting} from '@hive-ci/cli'
import type Docker from 'dockerode'
import type {Container} from 'dockerode'
import {dataDirectory} from './cache-files.ts'
import type {CacheNames} from './names.ts'

export interface Wanted {
  readonly names: CacheNames
  readonly image: string
  /** Port of this machine's loopback. */
  readonly port: number
}

/** Makes the container of a cache, with its volume and network where they are missing, and does not start it. */
export async function createContainer(docker: Docker, {names, image, port}: Wanted): Promise<Container> {
  const {name, labels} = names
  const networks = await docker.listNetworks({filters: {name: [name]}})
  if (!networks.some(({Name}) => Name === name)) {
    await docker.createNetwork({Name: name, Driver: 'bridge', CheckDuplicate: true, Labels: {...labels}})
  }
  await docker.createVolume({Name: name, Labels: {...labels}})
  return docker.createContainer({
    name,
    Image: image,
    Labels: {...labels},
    ExposedPorts: {'3128/tcp': {}},
    HostConfig: {
      NetworkMode: name,
      RestartPolicy: {Name: 'unless-stopped'},
      PortBindings: {'3128/tcp': [{HostIp: '127.0.0.1', HostPort: String(port)}]},
      Mounts: [{Type: 'volume', Source: name, Target: dataDirectory}],
    },
  })
}

/** Ends squid in an orderly way: only then it writes down what it holds. */
export async function stopContainer(container: Container): Promise<void> {
  await accepting([304], container.stop({t: 60}))
}
