import {type Facts, file, type OsFamily, type Resource} from '@hive-ci/cli'

/** Enterprise Linux has no Zabbix of its own: that of Zabbix, whose version is the one of the server's images. */
export function zabbixRepository(family: OsFamily, {os, osVersion = ''}: Facts): Resource[] {
  if (family === 'debian') return []
  const [major = ''] = osVersion.split('.')
  const system = os === 'amzn' ? `amazonlinux/${major}` : `rhel/${major}`
  return [
    file('/etc/yum.repos.d/zabbix.repo', {
      content: [
        '[zabbix]',
        'name=Zabbix',
        `baseurl=https://repo.zabbix.com/zabbix/7.0/${system}/$basearch/`,
        'enabled=1',
        'gpgcheck=1',
        `gpgkey=https://repo.zabbix.com/RPM-GPG-KEY-ZABBIX-B5333005`,
        '',
      ].join('\n'),
    }),
  ]
}
