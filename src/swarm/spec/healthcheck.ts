import type Docker from 'dockerode'
import type {Service} from '../../site/site.ts'
import {optionalDuration} from './duration.ts'

/** The health check of a service's containers; undefined leaves the image's own in place. */
export function healthConfig({name, healthcheck}: Service): Docker.HealthConfig | undefined {
  if (healthcheck === undefined) return undefined
  const where = `Service ${name}, healthcheck`
  const {test} = healthcheck
  return {
    Test: typeof test === 'string' ? ['CMD-SHELL', test] : [...test],
    Interval: optionalDuration(healthcheck.interval, `${where}.interval`),
    Timeout: optionalDuration(healthcheck.timeout, `${where}.timeout`),
    StartPeriod: optionalDuration(healthcheck.startPeriod, `${where}.start_period`),
    Retries: healthcheck.retries,
  }
}
