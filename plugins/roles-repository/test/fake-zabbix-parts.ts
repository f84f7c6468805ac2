import {z} from 'zod'
import {type Method, Refused} from './fake-zabbix-contract.ts'
import {type FakeHost, type FakeState, hostOf} from './fake-zabbix-state.ts'

const id = z.string()
/** The fields of an agent's interface and of a macro, as they are created. */
export const agent = {type: z.literal(1), main: z.literal(1), useip: z.literal(1), ip: z.ipv4(), port: z.string()}
export const macro = {macro: z.string().regex(/^\{\$[A-Z0-9_.]+\}$/), value: z.string()}

export function agentOf(interfaceid: string, ip: string, port: string): FakeHost['interfaces'][number] {
  return {interfaceid, type: '1', main: '1', useip: '1', ip, port}
}

/** What a host has: interfaces and macros. A macro's id is host and name. */
export function partMethods(state: FakeState): Record<string, Method> {
  return {
    'hostinterface.create'(parameters) {
      const {hostid, ip, port} = z.strictObject({hostid: id, ...agent, dns: z.string()}).parse(parameters)
      const interfaceid = String(++state.last)
      hostOf(state, hostid).interfaces.push(agentOf(interfaceid, ip, port))
      return {interfaceids: [interfaceid]}
    },
    'hostinterface.update'(parameters) {
      const {interfaceid, ip, port} = z
        .strictObject({interfaceid: id, useip: agent.useip, ip: agent.ip, port: agent.port})
        .parse(parameters)
      const found = state.hosts.flatMap(({interfaces}) => interfaces).find(each => each.interfaceid === interfaceid)
      if (found === undefined) throw new Refused('No permissions to referred object or it does not exist!')
      Object.assign(found, {ip, port})
      return {interfaceids: [interfaceid]}
    },
    'usermacro.get'(parameters) {
      const {hostids} = z.strictObject({output: z.array(z.string()), hostids: z.array(id)}).parse(parameters)
      return hostids.flatMap(each =>
        [...hostOf(state, each).macros.keys()].map(name => ({hostmacroid: `${each} ${name}`, macro: name})),
      )
    },
    'usermacro.create'(parameters) {
      const {hostid, ...created} = z.strictObject({hostid: id, ...macro}).parse(parameters)
      hostOf(state, hostid).macros.set(created.macro, created.value)
      return {hostmacroids: [`${hostid} ${created.macro}`]}
    },
    'usermacro.update'(parameters) {
      const {hostmacroid, value} = z.strictObject({hostmacroid: id, value: z.string()}).parse(parameters)
      const [hostid = '', name = ''] = hostmacroid.split(' ')
      hostOf(state, hostid).macros.set(name, value)
      return {hostmacroids: [hostmacroid]}
    },
  }
}
