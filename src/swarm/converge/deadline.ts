import type Docker from 'dockerode'
import {containerOf, healthOf} from '../found-service.ts'

const leastSeconds = 300

/**
 * Seconds a service may stand still before it is given up: five minutes, or as long as its own settings let one task
 * start or one step of an update take.
 */
export function deadlineSeconds(spec: Docker.ServiceSpec | undefined): number {
  return Math.max(leastSeconds, healthSeconds(spec) + 60, stepSeconds(spec) + 60)
}

function healthSeconds(spec: Docker.ServiceSpec | undefined): number {
  const health = healthOf(containerOf(spec))
  if (!health) return 0
  const {StartPeriod = 0, Interval = 0, Timeout = 0, Retries = 0} = health
  return (StartPeriod + ((Interval || 30e9) + (Timeout || 30e9)) * (Retries || 3)) / 1e9
}

function stepSeconds({UpdateConfig: config}: Docker.ServiceSpec = {}): number {
  return ((config?.Delay ?? 0) + (config?.Monitor ?? 0)) / 1e9
}
