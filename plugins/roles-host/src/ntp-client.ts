import {
  command,
  defineHostRole,
  file,
  osFamily,
  packages,
  type Resource,
  service,
  sh,
  textListVariable,
} from '@hive-ci/cli'
import {families} from './family.ts'

/** The clock follows `hive_ntp_servers` and nobody else. A container has the clock of the machine it runs on. */
export const ntpClient = defineHostRole({
  name: 'ntp-client',
  group: 'servers',
  appliesTo: host => host.variables.has('hive_ntp_servers'),

  resources(host, _site, facts) {
    const {chrony} = families[osFamily(host.name, facts)]
    const servers = textListVariable(host, 'hive_ntp_servers') ?? []
    const sources = file(`${chrony.sources}/hive.sources`, {
      content: servers.map(server => `server ${server} iburst\n`).join(''),
    })
    const others = noOthers(chrony.config)
    const read = includesSources(chrony.config, chrony.sources)
    const changed = [sources, others, read]
    return [
      packages('chrony'),
      command(`${chrony.sources} is there`, {
        check: sh`[ -d ${chrony.sources} ]`,
        apply: sh`mkdir -p ${chrony.sources}`,
      }),
      sources,
      others,
      read,
      facts.container === 'yes'
        ? service(chrony.unit, {enabled: true})
        : service(chrony.unit, {enabled: true, running: true, restartedBy: changed}),
    ]
  },
})

/** The distribution's own servers, from the file or from DHCP, are made comments. */
function noOthers(config: string): Resource {
  const others = '^(pool|server|peer|sourcedir /run/chrony-dhcp)'
  return command('chrony asks no other servers', {
    check: sh`! grep -qE ${others} ${config}`,
    apply: sh`hive_rewrite ${config} sed -E ${`s%${others}%#\\0%`} ${config}`,
    diff: sh`sed -E ${`s%${others}%#\\0%`} ${config} | hive_compare ${config}`,
  })
}

function includesSources(config: string, directory: string): Resource {
  return command('chrony reads the servers of hive', {
    check: sh`grep -qxF ${`sourcedir ${directory}`} ${config}`,
    apply: sh`printf '%s\\n' ${`sourcedir ${directory}`} >>${config}`,
  })
}
