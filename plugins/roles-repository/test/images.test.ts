import {describe, expect, test} from 'vitest'
import {roleImages} from '../../../src/index.ts'
import {makeSite, type SiteWish} from '../../../test/support/site.ts'
import {registry} from '../src/registry.ts'
import {zabbix} from '../src/zabbix/zabbix.ts'

function imagesOf(wish: SiteWish): readonly string[] {
  return roleImages([registry, zabbix], makeSite(wish)).map(({role, reference}) => `${role} ${reference}`)
}

const parts = ['zabbix/zabbix-server-mysql:alpine-7.0-latest', 'zabbix/zabbix-web-nginx-mysql:alpine-7.0-latest']

describe('images the repository host runs', () => {
  test.each(['Debian 12', undefined])('are none where the stage has the image %s', image => {
    expect(imagesOf({hostVariables: image === undefined ? {} : {hive_vm_image_name: image}})).toEqual([])
  })

  test('are those of registry and Zabbix where the image is Enterprise Linux', () => {
    const hostVariables = {hive_vm_image_name: 'AlmaLinux OS 9.4 x86_64'}
    const all = ['registry registry:2', ...[...parts, 'mariadb:10.11'].map(part => `zabbix ${part}`)]
    expect(imagesOf({hostVariables})).toEqual(all)
    expect(imagesOf({hostVariables: {...hostVariables, hive_zabbix: false}})).toEqual(all.slice(0, 1))
  })

  test('are those the inventory names for Zabbix, whatever the system', () => {
    expect(imagesOf({hostVariables: {hive_zabbix_server_tag: 'inside.example/zabbix:7'}})).toEqual([
      'zabbix inside.example/zabbix:7',
      `zabbix ${parts[1]}`,
      'zabbix mariadb:10.11',
    ])
  })
})
