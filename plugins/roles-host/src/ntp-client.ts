import {
  absent,
  command,
  defineHostRole,
  type Facts,
  file,
  type OsFamily,
  osFamily,
  packages,
  type Resource,
  service,
  sh,
  textListVariable,
} from '@hive-ci/cli'
import {families} from './family.ts'

/** Marks what was made a comment, so that it can be found again. */
const mark = '#hive: '

/**
 * The clock follows `hive_ntp_servers` and nobody else; without them, the distribution's servers again. A container has
 * the clock of the machine it runs on.
 */
export const ntpClient = defineHostRole({
  name: 'ntp-client',
  group: 'servers',
  facts: {hasServers: sh`ls /etc/chrony/sources.d/hive.sources /etc/chrony.sources.d/hive.sources | head -n 1`},

  resources(host, _site, facts) {
    const {chrony} = families[osFamily(host.name, facts)]
    const servers = textListVariable(host, 'hive_ntp_servers')
    if (servers === undefined) return facts.hasServers ? withoutServers(chrony, facts) : []
    const sources = file(sourcesFile(chrony), {content: servers.map(server => `server ${server} iburst\n`).join('')})
    const others = noOthers(chrony.config)
    const read = includesSources(chrony.config, chrony.sources)
    return [
      packages('chrony'),
      command(`${chrony.sources} is there`, {
        check: sh`[ -d ${chrony.sources} ]`,
        apply: sh`mkdir -p ${chrony.sources}`,
      }),
      sources,
      others,
      read,
      running(chrony, facts, [sources, others, read]),
    ]
  },
})

type Chrony = (typeof families)[OsFamily]['chrony']

/** The mark of ownership goes last: a run that is killed is finished by the next. */
function withoutServers(chrony: Chrony, facts: Facts): Resource[] {
  const theirs = command('chrony asks the servers of its distribution', {
    check: sh`! grep -q ${`^${mark}`} ${chrony.config}`,
    apply: sh`hive_rewrite ${chrony.config} sed ${`s%^${mark}%%`} ${chrony.config}`,
  })
  const sources = absent(sourcesFile(chrony))
  return [theirs, sources, running(chrony, facts, [theirs, sources])]
}

function sourcesFile({sources}: Chrony): string {
  return `${sources}/hive.sources`
}

function running({unit}: Chrony, {container}: Facts, restartedBy: readonly Resource[]): Resource {
  return container === 'yes'
    ? service(unit, {enabled: true})
    : service(unit, {enabled: true, running: true, restartedBy})
}

/** The distribution's own servers, from the file or from DHCP, are made comments; Amazon Linux has theirs in chrony.d. */
function noOthers(config: string): Resource {
  const others = '^(pool|server|peer|sourcedir /(run|etc)/chrony[.-]d)'
  return command('chrony asks no other servers', {
    check: sh`! grep -qE ${others} ${config}`,
    apply: sh`hive_rewrite ${config} sed -E ${`s%${others}%${mark}\\0%`} ${config}`,
    diff: sh`sed -E ${`s%${others}%${mark}\\0%`} ${config} | hive_compare ${config}`,
  })
}

function includesSources(config: string, directory: string): Resource {
  return command('chrony reads the servers of hive', {
    check: sh`grep -qxF ${`sourcedir ${directory}`} ${config}`,
    apply: sh`printf '%s\\n' ${`sourcedir ${directory}`} >>${config}`,
  })
}
