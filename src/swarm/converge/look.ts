import type Docker from 'dockerode'
import type {Task} from './task.ts'
import type {Snapshot} from './verdict.ts'

/** Looks at many services with one request for them and one for their tasks. Services that are gone are left out. */
export async function lookAt(docker: Docker, ids: readonly string[], now: number): Promise<readonly Snapshot[]> {
  const services = await docker.listServices({filters: {id: [...ids]}, status: true})
  if (services.length === 0) return []
  const present = services.map(service => service.ID)
  const tasks: Task[] = await docker.listTasks({filters: {service: present, '_up-to-date': ['true']}})
  return services.map(service => ({service, tasks: tasks.filter(task => task.ServiceID === service.ID), now}))
}

/** The newest task of a service that failed, of whatever spec: what a finished rollback leaves to see. */
export async function newestFailure(docker: Docker, id: string): Promise<Task | undefined> {
  const tasks: Task[] = await docker.listTasks({filters: {service: [id]}})
  const failed = tasks.filter(({Status}) => Status.State === 'failed' || Status.State === 'rejected')
  return failed.toSorted((one, other) => Date.parse(other.CreatedAt) - Date.parse(one.CreatedAt))[0]
}

/** Milliseconds the engine's clock is ahead of ours. */
export async function clockOffset(docker: Docker): Promise<number> {
  const info: {SystemTime?: string} = await docker.info()
  return info.SystemTime === undefined ? 0 : Date.parse(info.SystemTime) - Date.now()
}
