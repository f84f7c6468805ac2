import type Docker from 'dockerode'
import {containerOf, healthOf} from '../found-service.ts'
import {capabilityName} from './capability-name.ts'

/** Text, numbers and lists whose order matters are compared and shown as they are. */
type Value = string | number | readonly string[] | undefined

/** One attribute of a service in a form in which equal wishes are equal values. */
export type Attribute =
  | {readonly kind: 'value'; readonly value: Value}
  /** Order does not matter. */
  | {readonly kind: 'set'; readonly members: ReadonlySet<string>}
  /** Only names may be shown: values can be secrets. */
  | {readonly kind: 'map'; readonly entries: ReadonlyMap<string, string>}

export type ServiceView = Readonly<Record<string, Attribute>>

/** Name of a network by what a spec calls it: its id once the engine has stored it, its name before. */
export type NetworkName = (target: string) => string

/**
 * A service as attributes named like the inventory's, free of what the engine adds, leaves out, renames or reorders.
 * Two specs are the same wish exactly when their views are equal.
 */
export function viewService(spec: Docker.ServiceSpec, networkName: NetworkName): ServiceView {
  const template = spec.TaskTemplate ?? {}
  const {Limits: limits} = template.Resources ?? {}
  return {
    ...viewContainer(containerOf(spec) ?? {}),
    replicas: value(spec.Mode?.Global ? 'one on each node' : (spec.Mode?.Replicated?.Replicas ?? 1)),
    labels: map(spec.Labels),
    ports: set(spec.EndpointSpec?.Ports?.map(portText)),
    endpoint_mode: value(spec.EndpointSpec?.Mode ?? 'vip'),
    networks: set(template.Networks?.map(({Target = ''}) => networkName(Target))),
    'placement.constraints': set(template.Placement?.Constraints?.map(constraintText)),
    'placement.preferences': value(template.Placement?.Preferences?.map(({Spread}) => Spread.SpreadDescriptor) ?? []),
    cpu_limit: value((limits?.NanoCPUs ?? 0) / 1e9),
    mem_limit: value(limits?.MemoryBytes ?? 0),
    restart_config: value(restartText(template.RestartPolicy)),
    'logging.driver': value(template.LogDriver?.Name ?? 'json-file'),
    'logging.options': map(template.LogDriver?.Options),
    update_config: value(updateText(spec.UpdateConfig)),
  }
}

function viewContainer(container: Docker.ContainerSpec): ServiceView {
  return {
    image: value(container.Image),
    hostname: value(container.Hostname),
    entrypoint: value(container.Command ?? []),
    command: value(container.Args ?? []),
    environment: map(Object.fromEntries((container.Env ?? []).map(splitVariable))),
    working_dir: value(container.Dir ?? ''),
    user: value(container.User ?? ''),
    volumes: set(container.Mounts?.map(mountText)),
    stop_grace_period: value(seconds(container.StopGracePeriod ?? 10e9)),
    healthcheck: value(healthText(healthOf(container))),
    hosts: set(container.Hosts),
    dns: value(container.DNSConfig?.Nameservers ?? []),
    sysctls: map(container.Sysctls),
    cap_add: set(container.CapabilityAdd?.map(capabilityName)),
    cap_drop: set(container.CapabilityDrop?.map(capabilityName)),
  }
}

function value(plain: Value): Attribute {
  return {kind: 'value', value: plain}
}

function set(members: readonly string[] | undefined = []): Attribute {
  return {kind: 'set', members: new Set(members)}
}

function map(entries: Readonly<Record<string, string>> | undefined = {}): Attribute {
  return {kind: 'map', entries: new Map(Object.entries(entries))}
}

function splitVariable(line: string): [string, string] {
  const end = line.indexOf('=')
  return end < 0 ? [line, ''] : [line.slice(0, end), line.slice(end + 1)]
}

function portText({
  Protocol = 'tcp',
  TargetPort,
  PublishedPort = 0,
  PublishMode = 'ingress',
}: Docker.PortConfig): string {
  return `${PublishedPort}:${TargetPort}/${Protocol} ${PublishMode}`
}

function mountText({Type, Source, Target, ReadOnly = false}: Docker.MountSettings): string {
  return `${Type} ${Source ? `${Source}:` : ''}${Target}${ReadOnly ? ' (read-only)' : ''}`
}

/** `a==b`, `a == b` and `a ==  b` say the same. */
function constraintText(text: string): string {
  return text.replace(/\s*(==|!=)\s*/, ' $1 ').trim()
}

function restartText({
  Condition = 'any',
  Delay = 5e9,
  MaxAttempts = 0,
  Window = 0,
}: Docker.TaskRestartPolicy = {}): string {
  return `${Condition}, delay ${seconds(Delay)}, max_attempts ${MaxAttempts}, window ${seconds(Window)}`
}

function updateText(config: Partial<Docker.UpdateConfig> = {}): string {
  const {Parallelism = 1, Delay = 0, Monitor = 5e9, FailureAction = 'pause', Order = 'stop-first'} = config
  return `${Order}, parallelism ${Parallelism}, delay ${seconds(Delay)}, monitor ${seconds(Monitor)}, on failure ${FailureAction}`
}

function healthText(health: Docker.HealthConfig | undefined): string {
  if (!health?.Test?.length && !health?.Interval && !health?.Retries) return 'as in the image'
  const {Test = [], Interval = 0, Timeout = 0, StartPeriod = 0, Retries = 0} = health
  const times = `interval ${seconds(Interval)}, timeout ${seconds(Timeout)}, start_period ${seconds(StartPeriod)}`
  return `${JSON.stringify(Test)}, ${times}, retries ${Retries}`
}

function seconds(nanoseconds: number): string {
  return `${nanoseconds / 1e9}s`
}
