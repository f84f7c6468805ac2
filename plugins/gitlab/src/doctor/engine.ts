import {existsSync} from 'node:fs'
import {readdir, readFile} from 'node:fs/promises'
import {setTimeout as sleep} from 'node:timers/promises'
import {reasonOf} from '@hive-ci/cli'
import Docker from 'dockerode'
import {type Environment, type Section, withoutPassword} from './section.ts'

/** What the engine of this job is, and the registries it trusts without TLS; undefined when there is no engine to ask. */
export interface EngineReport {
  readonly section: Section
  readonly insecure: readonly string[] | undefined
}

/**
 * Waits for the engine `DOCKER_HOST` names, or the one of the default socket, for at most `patience` seconds. dockerode reads
 * that variable of the process itself, and those for TLS.
 */
export async function engineReport(environment: Environment, patience: number): Promise<EngineReport> {
  const where = environment.DOCKER_HOST
  if (!where && !existsSync('/var/run/docker.sock'))
    return {section: section(['none in this job']), insecure: undefined}
  const name = where ?? 'unix:///var/run/docker.sock'
  const docker = new Docker()
  try {
    const info = await answered(docker, patience)
    const mtu = await mtuFacts(docker)
    const insecure = insecureRegistries(info)
    return {section: section([...infoFacts(name, info, insecure), ...mtu.facts], {warnings: mtu.warnings}), insecure}
  } catch (error) {
    const problem = `No Docker engine answered at ${name} within ${patience} seconds: ${reasonOf(error)}. Look into the log of the service (CI_DEBUG_SERVICES: "true"); the runner must allow it privileges.`
    return {section: section([name], {problems: [problem]}), insecure: undefined}
  }
}

/** The part of dockerd's answer that is told. */
interface EngineInfo {
  readonly ServerVersion: string
  readonly Driver: string
  readonly CgroupVersion?: string
  readonly HttpProxy: string
  readonly HttpsProxy: string
  readonly NoProxy: string
  readonly RegistryConfig: {
    readonly IndexConfigs: object
    readonly InsecureRegistryCIDRs: unknown[]
    readonly Mirrors: unknown
  }
}

function section(facts: readonly string[], remarks: Partial<Section> = {}): Section {
  return {title: 'Docker engine', facts, problems: [], warnings: [], ...remarks}
}

async function answered(docker: Docker, patience: number): Promise<EngineInfo> {
  const deadline = Date.now() + patience * 1000
  for (;;) {
    try {
      return await docker.info()
    } catch (error) {
      if (Date.now() > deadline) throw error
      await sleep(250)
    }
  }
}

function infoFacts(name: string, info: EngineInfo, insecure: readonly string[]): readonly string[] {
  const mirrors = Array.isArray(info.RegistryConfig.Mirrors) ? info.RegistryConfig.Mirrors.join(', ') : ''
  const told = [
    ['registries without TLS', insecure.join(', ')],
    ['registry mirrors', mirrors],
    ['HTTP proxy', withoutPassword(info.HttpProxy)],
    ['HTTPS proxy', withoutPassword(info.HttpsProxy)],
    ['no proxy for', info.NoProxy],
  ]
  return [
    `${name}: Docker ${info.ServerVersion}, storage ${info.Driver}, cgroup v${info.CgroupVersion ?? '1'}`,
    ...told.map(([what, value]) => `${what}: ${value || 'none'}`),
  ]
}

function insecureRegistries({RegistryConfig}: EngineInfo): readonly string[] {
  const named = Object.entries(RegistryConfig.IndexConfigs).flatMap(([name, config]: [string, {Secure?: boolean}]) =>
    config.Secure === false ? [name] : [],
  )
  return [...named, ...RegistryConfig.InsecureRegistryCIDRs.map(String)]
}

/** Packets of containers that are larger than the job's own way out are lost without a word. */
async function mtuFacts(docker: Docker): Promise<Pick<Section, 'facts' | 'warnings'>> {
  const bridge = await docker.getNetwork('bridge').inspect()
  const inner = Number(bridge.Options?.['com.docker.network.driver.mtu'] ?? 1500)
  const outer = await smallestMtu()
  const facts = [`MTU of its containers: ${inner}, of this job: ${outer}`]
  if (inner <= outer) return {facts, warnings: []}
  return {
    facts,
    warnings: [
      `The engine's containers send packets of up to ${inner} bytes, and ${outer} is the limit here. Set HIVE_DIND_MTU: "${outer}".`,
    ],
  }
}

async function smallestMtu(): Promise<number> {
  const names = (await readdir('/sys/class/net')).filter(name => /^(eth|en)/.test(name))
  const mtus = await Promise.all(names.map(async name => Number(await readFile(`/sys/class/net/${name}/mtu`, 'utf8'))))
  return Math.min(...mtus, 65_535)
}
