import type Docker from 'dockerode'

/** A service as the engine tells it, as far as anything is decided by it. */
export type FoundService = Pick<Docker.Service, 'ID' | 'Version' | 'Spec' | 'UpdatedAt' | 'UpdateStatus'>

/** The container part of a service's spec; undefined for the swarm's other kinds of tasks. */
export function containerOf(spec: Docker.ServiceSpec | undefined): Docker.ContainerSpec | undefined {
  const template = spec?.TaskTemplate
  return template && 'ContainerSpec' in template ? template.ContainerSpec : undefined
}

/** The health check, whose key the API writes in two ways: as its clients send it and as the engine answers. */
export function healthOf(
  container: (Docker.ContainerSpec & {readonly Healthcheck?: Docker.HealthConfig}) | undefined,
): Docker.HealthConfig | undefined {
  return container?.HealthCheck ?? container?.Healthcheck
}
