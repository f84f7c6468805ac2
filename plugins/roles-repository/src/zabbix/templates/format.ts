import {createHash} from 'node:crypto'
import type {WantedTemplate} from '../state.ts'

/** Parts of the export format that are used here: https://www.zabbix.com/documentation/5.0/en/manual/xml_export_import */
export interface Trigger {
  /** `{last()}` and so on, of the item it stands in; with host and key where it stands beside items. */
  readonly expression: string
  readonly name: string
  readonly priority: 'INFO' | 'WARNING' | 'AVERAGE' | 'HIGH'
  readonly manual_close?: 'YES'
}

interface ItemSettings {
  readonly name: string
  readonly key: string
  readonly delay: string
  readonly type?: 'ZABBIX_ACTIVE'
  readonly value_type?: 'FLOAT' | 'CHAR' | 'LOG'
  readonly units?: string
  /** How long values are kept; `0` where they make no trend. */
  readonly trends?: '0'
}

export interface Item extends ItemSettings {
  readonly triggers?: readonly Trigger[]
}

export interface ItemPrototype extends ItemSettings {
  readonly trigger_prototypes?: readonly Trigger[]
}

export interface DiscoveryRule {
  readonly name: string
  readonly key: string
  readonly delay: string
  readonly item_prototypes: readonly ItemPrototype[]
  readonly trigger_prototypes?: readonly Trigger[]
}

export interface TemplateContent {
  readonly items?: readonly Item[]
  readonly discovery_rules?: readonly DiscoveryRule[]
}

/**
 * A template in the format of Zabbix 5.0, which all later versions read too. Whoever changes it in Zabbix keeps the change
 * until hive has another version of it.
 */
export function template(name: string, content: TemplateContent): WantedTemplate {
  const sum = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16)
  const description = `Kept by hive. ${sum}`
  const group = {name: 'Templates'}
  const source = {
    zabbix_export: {
      version: '5.0',
      groups: [group],
      templates: [{template: name, name, description, groups: [group], ...content}],
    },
  }
  return {name, description, source: JSON.stringify(source)}
}
