import {
  command,
  defineHostRole,
  type Facts,
  file,
  type Host,
  osFamily,
  packages,
  type Resource,
  service,
  sh,
} from '@hive-ci/cli'
import {cgroupMount, delegationFact} from './cgroup.ts'
import {families} from './family.ts'
import {kernelResources} from './kernel.ts'
import {localeResources} from './locale.ts'
import {nfsClient} from './nfs-client.ts'
import {packageSources} from './package-sources.ts'
import {pipIndex} from './pip-index.ts'
import {selinuxResources} from './selinux.ts'
import {sshdIncludeFact, sshdSettings} from './sshd.ts'
import {sysstat} from './sysstat.ts'
import {timeZoneResources} from './time-zone.ts'
import {unitSettings} from './unit-settings.ts'
import {unreadVariables} from './unread-variables.ts'
import {growingVar, varVolumeFact} from './var-volume.ts'

/** What operators and the other roles expect of every server: tools, name, clock zone, language, a closed sshd. */
export const base = defineHostRole({
  name: 'base',
  group: 'servers',
  facts: {sshdInclude: sshdIncludeFact, nsdelegate: delegationFact, varVolume: varVolumeFact},
  warnings: unreadVariables,

  resources(host, site, facts) {
    const family = osFamily(host.name, facts)
    return [
      ...packageSources(host, family),
      ...pipIndex(site),
      // Room first: what is installed next may need it.
      ...(family === 'redhat' ? growingVar(host, facts) : []),
      packages(families[family].tools(facts)),
      ...nfsClient(host, site, family),
      ...(family === 'redhat' ? [...kernelResources(host, facts), ...selinuxResources(host, facts)] : []),
      ...sysstat(family),
      service(families[family].automaticUpdates, {enabled: false, running: false}),
      ...unitSettings(family),
      ...hostName(host, facts),
      ...cgroupMount(host, facts),
      ...timeZoneResources(host, family),
      ...localeResources(host, family),
      ...sshdSettings('base', loginSettings(facts), family, facts),
    ]
  },
})

const liveName = '/proc/sys/kernel/hostname'

/**
 * The first label of the inventory name is the node's name in the swarm. Written and set without systemd-hostnamed,
 * which wants to replace /etc/hostname and cannot where that is a mount (in containers).
 */
function hostName({shortName}: Host, {cloudInit}: Facts): Resource[] {
  return [
    ...(cloudInit === 'yes'
      ? [file('/etc/cloud/cloud.cfg.d/99-hive.cfg', {content: 'preserve_hostname: true\n'})]
      : []),
    command(`the host name is ${shortName}`, {
      check: sh`[ "$(cat ${liveName})" = ${shortName} ] && [ "$(cat /etc/hostname)" = ${shortName} ]`,
      apply: sh`printf '%s\\n' ${shortName} >/etc/hostname && printf %s ${shortName} >${liveName}`,
      diff: sh`printf '%s -> %s\\n' "$(cat ${liveName})" ${shortName}`,
    }),
  ]
}

function loginSettings({sshdInclude}: Facts): readonly string[] {
  // Up to 8.6 (no Include there) the old name is the only one that also ends PAM's conversation.
  const keyboard = sshdInclude === 'yes' ? 'KbdInteractiveAuthentication' : 'ChallengeResponseAuthentication'
  return ['PasswordAuthentication no', `${keyboard} no`, 'UseDNS no']
}
