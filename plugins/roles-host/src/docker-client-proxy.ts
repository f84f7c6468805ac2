import {
  command,
  defineHostRole,
  directory,
  type Facts,
  inheritedEnvironment,
  packages,
  portableList,
  proxyUrl,
  type Resource,
  type Site,
  secret,
  sh,
  siteExceptions,
} from '@hive-ci/cli'
import {dockerConfigProgram} from './docker-config-program.ts'
import {ownedByLogin} from './login-user.ts'

/**
 * Where a host has a proxy of its own, containers the login user starts are told of it (`proxies` of docker's
 * config.json). Where it has none any more, hive takes away what it wrote. The mother's tunnel never gets there.
 */
export const dockerClientProxy = defineHostRole({
  name: 'docker-client-proxy',
  group: 'servers',
  facts: {environment: sh`cat /etc/environment`},

  resources(host, site, facts) {
    const home = `${host.homeDirectory}/.docker`
    const entry = proxyEntry(site, facts)
    const {owner, group} = ownedByLogin(host)
    const kept = keptEntry([`${home}/config.json`, memory, owner, group], entry)
    if (entry === undefined) return [kept]
    return [packages({debian: 'python3'}), directory('/etc/hive'), directory(home, {mode: '0700', owner, group}), kept]
  },
})

/** What hive wrote last, so that it takes away nothing else. */
const memory = '/etc/hive/docker-client-proxy.json'

type Entry = Readonly<Record<'httpProxy' | 'httpsProxy' | 'noProxy', string>>

/** From the host's `/etc/environment`, else `vagrant_proxy`; undefined without a proxy that outlives the run. */
function proxyEntry(site: Site, {environment = ''}: Facts): Entry | undefined {
  const own = inheritedEnvironment(environment, site)
  const {vagrant_proxy: vagrantProxy} = site.settings
  const given = vagrantProxy === undefined ? undefined : proxyUrl(vagrantProxy)
  const httpProxy = own.HTTP_PROXY ?? own.http_proxy ?? given
  if (httpProxy === undefined) return undefined
  const exceptions = (own.NO_PROXY ?? own.no_proxy ?? '').split(',').map(name => name.trim())
  return {
    httpProxy,
    httpsProxy: own.HTTPS_PROXY ?? own.https_proxy ?? httpProxy,
    // A file that stays must not know the job it was written by.
    noProxy: withoutRepeats(`${portableList(siteExceptions({...site, jobNames: []}))},${exceptions.join(',')}`),
  }
}

function withoutRepeats(list: string): string {
  return [...new Set(list.split(',').filter(name => name !== ''))].join(',')
}

/** The URL of a proxy may hold a password, so it goes in on standard input. */
function keptEntry(places: readonly string[], entry: Entry | undefined): Resource {
  // A secret is struck out of all output, so nothing that short and common may be one.
  const text = entry === undefined ? '{}' : secret(JSON.stringify(entry))
  const python = sh`"$(command -v python3 || echo /usr/libexec/platform-python)" -c ${dockerConfigProgram}`
  return command(
    entry === undefined ? "docker's config.json has no proxy of hive's" : "docker's config.json names the host's proxy",
    {
      define: sh`entry() {\nprintf %s ${text} | ${python} "$1" ${places}\n}`,
      check: entry === undefined ? sh`[ ! -e ${memory} ] || entry check` : sh`entry check`,
      apply: sh`entry apply`,
    },
  )
}
