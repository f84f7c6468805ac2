import {expect, test} from 'vitest'
import {makeService} from '../../../test/support/service.ts'
import {makeSite} from '../../../test/support/site.ts'
import {backupChecks} from '../src/backup-checks.ts'

const day = 86_400
const now = 1_800_000_000
const position = {file: 'inventory/services.yml', line: 7, column: 3}
const dump = {name: 'dump', backupCommand: 'dump', ext: 'sql', batchScripts: []}
const rotate = {name: 'rotate', ext: 'txt', batchScripts: ['rotate']}
const site = {
  ...makeSite({hosts: 2, hostVariables: {hive_zabbix: false}}),
  services: [makeService('db', {position, backupScripts: [dump, rotate]}), makeService('web')],
}

/** What the host answers, with the program written `known` seconds ago. */
function answer({
  known = 3 * day,
  timer = 'active',
  lines,
}: {
  known?: number
  timer?: string
  lines: readonly string[]
}) {
  return [now, now - known, timer, ...lines].join('\n')
}

function judged(text: string) {
  const [host] = site.hosts.filter(({isRepository}) => isRepository)
  if (!host) throw new Error('no repository host')
  return backupChecks(host, site).map(({title, wantedBy, judge}) => [
    title,
    wantedBy?.position?.line ?? '-',
    Object.entries(judge(text)).join(': '),
  ])
}

const registry = `hive-registry\thive-registry\tbackup-hive-registry-20270115010000.tar.gz\t900\t${now - 7300}\t\t`

test('backups of the night before are good, and their age is told', () => {
  const lines = [registry, `db\tdump\tbackup-dump-20270115010000.sql\t12\t${now - 7200}\t\t`, 'db\trotate\t\t\t\t\t']
  expect(judged(answer({lines}))).toMatchInlineSnapshot(`
    [
      [
        "p-hive1.example makes backups every night",
        "-",
        "",
      ],
      [
        "Backup hive-registry/hive-registry is there and no older than a night",
        "-",
        "note,backup-hive-registry-20270115010000.tar.gz of 900 bytes is 2 hours old",
      ],
      [
        "Backup db/dump is there and no older than a night",
        7,
        "note,backup-dump-20270115010000.sql of 12 bytes is 2 hours old",
      ],
      [
        "Backup commands db/rotate did not fail",
        7,
        "",
      ],
    ]
  `)
})

test('one that is too old, one that failed and a timer that stands still are told', () => {
  const failed = `${now - 60}\tno such\tservice: db`
  const lines = [
    registry.replace(String(now - 7300), String(now - 3 * day)),
    `db\tdump\tbackup-dump-20270113010000.sql\t12\t${now - 2 * day}\t${failed}`,
    `db\trotate\t\t\t\t${failed}`,
  ]
  expect(judged(answer({timer: 'inactive', lines}))).toMatchInlineSnapshot(`
    [
      [
        "p-hive1.example makes backups every night",
        "-",
        "problem,backup.timer is inactive. "hive setup-hosts" starts it.",
      ],
      [
        "Backup hive-registry/hive-registry is there and no older than a night",
        "-",
        "problem,backup-hive-registry-20270115010000.tar.gz of 900 bytes is 3 days old.",
      ],
      [
        "Backup db/dump is there and no older than a night",
        7,
        "problem,The last backup failed 1 minute ago: no such	service: db. The newest one, backup-dump-20270113010000.sql of 12 bytes is 2 days old.",
      ],
      [
        "Backup commands db/rotate did not fail",
        7,
        "problem,The last backup failed 1 minute ago: no such	service: db.",
      ],
    ]
  `)
})

test('none is no failure until a night has passed', () => {
  const lines = ['hive-registry\thive-registry\t\t\t\t\t', 'db\tdump\t\t\t\t\t', 'db\trotate\t\t\t\t\t']
  expect(
    [answer({known: 120, lines}), answer({known: 2 * day, lines})].map(text => judged(text)[2]),
  ).toMatchInlineSnapshot(`
    [
      [
        "Backup db/dump is there and no older than a night",
        7,
        "note,none yet, asked for 2 minutes ago",
      ],
      [
        "Backup db/dump is there and no older than a night",
        7,
        "problem,There is none, although backup-tools has known it for 2 days.",
      ],
    ]
  `)
})

test('a host that does not know an entry, and one without the program, are told what to do', () => {
  expect([judged(answer({lines: [registry]}))[2], judged(String(now))[0], judged('')[1]]).toMatchInlineSnapshot(`
    [
      [
        "Backup db/dump is there and no older than a night",
        7,
        "problem,backup-tools does not know db/dump. "hive deploy-services" tells it.",
      ],
      [
        "p-hive1.example makes backups every night",
        "-",
        "problem,p-hive1.example has no hive-backup.sh that tells how backups stand. "hive setup-hosts -T backup-tools" puts it there.",
      ],
      [
        "Backup hive-registry/hive-registry is there and no older than a night",
        "-",
        "problem,p-hive1.example has no hive-backup.sh that tells how backups stand. "hive setup-hosts -T backup-tools" puts it there.",
      ],
    ]
  `)
})

test('Zabbix has a backup where there is a Zabbix: the inventory says so, or the host', () => {
  const own = (hive_zabbix?: boolean) => {
    const wanted = makeSite({hosts: 2, hostVariables: hive_zabbix === undefined ? {} : {hive_zabbix}})
    const [host] = wanted.hosts.filter(({isRepository}) => isRepository)
    if (!host) throw new Error('no repository host')
    return backupChecks(host, wanted).filter(({title}) => title.startsWith('Backup hive-zabbix'))
  }
  const line = `hive-zabbix\thive-zabbix\tbackup-hive-zabbix-20270115010000.sql.gz\t900\t${now - 7300}\t\t`
  const texts = [answer({lines: [line]}), answer({lines: [registry]}), 'no Zabbix']
  const found = [own(true), own(), own(false)].map(checks => texts.map(text => checks.map(({judge}) => judge(text))))
  expect(found).toMatchInlineSnapshot(`
    [
      [
        [
          {
            "note": "backup-hive-zabbix-20270115010000.sql.gz of 900 bytes is 2 hours old",
          },
        ],
        [
          {
            "problem": "backup-tools does not know hive-zabbix/hive-zabbix. "hive deploy-services" tells it.",
          },
        ],
        [
          {
            "problem": "p-hive1.example has no hive-backup.sh that tells how backups stand. "hive setup-hosts -T backup-tools" puts it there.",
          },
        ],
      ],
      [
        [
          {
            "note": "backup-hive-zabbix-20270115010000.sql.gz of 900 bytes is 2 hours old",
          },
        ],
        [
          {
            "problem": "backup-tools does not know hive-zabbix/hive-zabbix. "hive deploy-services" tells it.",
          },
        ],
        [
          {
            "note": "there is no Zabbix on this host",
          },
        ],
      ],
      [
        [],
        [],
        [],
      ],
    ]
  `)
  const looks = [own(true), own()].map(checks => checks.map(({look}) => look.text.includes('/etc/hive/zabbix')))
  expect(looks).toEqual([[false], [true]])
})
