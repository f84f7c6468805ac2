import {setTimeout} from 'node:timers/promises'
import type Docker from 'dockerode'
import {HiveError} from '../error.ts'
import {deadlineSeconds} from './converge/deadline.ts'
import {clockOffset} from './converge/look.ts'
import {hasFailed, isWanted, secondsSince, type Task, taskReason} from './converge/task.ts'
import {lastLines} from './converge/task-log.ts'
import {containerOf, healthOf} from './found-service.ts'

/** A container of a service that runs, and is healthy where its service has a health check. */
export interface RunningTask {
  readonly taskId: string
  /** The node's host name. */
  readonly node: string
  readonly containerId: string
}

export interface RunningTaskRequest {
  /** A manager's. */
  readonly docker: Docker
  readonly service: string
  readonly signal: AbortSignal
  /** Ids of tasks known to have ended, which the swarm may not have noticed yet. */
  readonly ended?: readonly string[]
}

const pollMilliseconds = 500
const failuresToGiveUp = 5

/** Seconds a task without a health check must have run to be believed: one that crashes is running for a moment. */
const settlingTime = 3

/**
 * Waits for a running task of a service; of several the one of the lowest slot. Swarm calls a task with a health check
 * running only when it is healthy.
 * @throws HiveError SERVICE_FAILED for a service that is not deployed, keeps failing, or does not come up in time.
 */
export async function awaitRunningTask(request: RunningTaskRequest): Promise<RunningTask> {
  const {docker, service, signal, ended = []} = request
  const found = await findService(docker, service)
  const isChecked = healthOf(containerOf(found.Spec)) !== undefined
  const offset = await clockOffset(docker)
  const limit = deadlineSeconds(found.Spec)
  const deadline = Date.now() + limit * 1000
  const seen = new Set((await tasksOf(docker, found.ID)).filter(hasFailed).map(({ID}) => ID))
  while (true) {
    const tasks = await tasksOf(docker, found.ID)
    const [running] = tasks
      .filter(task => isUp(task) && !ended.includes(task.ID) && (isChecked || hasSettled(task, Date.now() + offset)))
      .toSorted((one, other) => (one.Slot ?? 0) - (other.Slot ?? 0))
    if (running) return describe(docker, running)
    const failures = tasks.filter(task => hasFailed(task) && !seen.has(task.ID))
    if (failures.length >= failuresToGiveUp) throw await noTask(request, tasks, 'its tasks fail again and again')
    if (Date.now() > deadline) throw await noTask(request, tasks, `none was running within ${limit} seconds`)
    await setTimeout(pollMilliseconds, undefined, {signal})
  }
}

async function findService(docker: Docker, name: string): Promise<Docker.Service> {
  const services = await docker.listServices({filters: {name: [name]}})
  const service = services.find(({Spec}) => Spec?.Name === name)
  if (service) return service
  throw new HiveError('SERVICE_FAILED', `Service ${name} is not deployed, so nothing can be done in it.`, {
    suggestions: ['Run "hive deploy-services" first.'],
  })
}

function tasksOf(docker: Docker, serviceId: string): Promise<readonly Task[]> {
  return docker.listTasks({filters: {service: [serviceId]}})
}

function isUp(task: Task): boolean {
  return isWanted(task) && task.Status.State === 'running' && Boolean(task.Status.ContainerStatus?.ContainerID)
}

function hasSettled({Status}: Task, now: number): boolean {
  return secondsSince(Status.Timestamp, now) >= settlingTime
}

async function describe(docker: Docker, {ID, NodeID = '', Status}: Task): Promise<RunningTask> {
  const {Description}: {Description?: {Hostname?: string}} = await docker.getNode(NodeID).inspect()
  return {taskId: ID, node: Description?.Hostname ?? '', containerId: Status.ContainerStatus?.ContainerID ?? ''}
}

async function noTask({docker, service}: RunningTaskRequest, tasks: readonly Task[], why: string): Promise<HiveError> {
  const [newest] = tasks.toSorted((one, other) => Date.parse(other.CreatedAt) - Date.parse(one.CreatedAt))
  const [failed] = tasks
    .filter(hasFailed)
    .toSorted((one, other) => Date.parse(other.CreatedAt) - Date.parse(one.CreatedAt))
  const last = failed ?? newest
  if (!last) return new HiveError('SERVICE_FAILED', `Service ${service} has no running task: ${why}.`)
  const lines = last.Status.ContainerStatus?.ContainerID ? await lastLines(docker, last.ID) : []
  const log = lines.length > 0 ? ` The last lines of its log:\n${lines.join('\n')}` : ''
  return new HiveError(
    'SERVICE_FAILED',
    `Service ${service} has no running task: ${why}; the last one: ${taskReason(last)}.${log}`,
  )
}
