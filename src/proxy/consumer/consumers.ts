import {goList, javaList, portableList} from '../exceptions/list.ts'
import type {Exceptions} from '../exceptions/names.ts'

/** Somebody who has to be told about a proxy, and the words for it. */
export interface Consumer {
  readonly name: string
  readonly where: string
  readonly lines: readonly string[]
}

/** The settings for every kind of client, each in the dialect it understands. `proxy` is a URL. */
export function consumersOf(proxy: string, exceptions: Exceptions): readonly Consumer[] {
  const portable = portableList(exceptions)
  const variables = assignments(proxyVariables(proxy, portable))
  return [
    {
      name: 'environment',
      where: '/etc/environment, services: curl, wget, git, apt, dnf, pip, npm, Python, Ruby',
      lines: variables,
    },
    {
      name: 'dockerd',
      where: "environment of dockerd's unit",
      lines: assignments(proxyVariables(proxy, goList(exceptions))),
    },
    {name: 'node', where: 'environment of Node programs, besides the above', lines: ['NODE_USE_ENV_PROXY=1']},
    {name: 'java', where: 'options of java', lines: javaOptions(proxy, javaList(exceptions))},
    {
      name: 'busybox-wget',
      where: 'command line, inside: it knows no exceptions',
      lines: ['wget -Y off URL'],
    },
  ]
}

/** The six variables: some clients read only the lower case, some prefer the upper, so each pair has one value. */
export function proxyVariables(proxy: string, noProxy: string): Readonly<Record<string, string>> {
  return {
    http_proxy: proxy,
    HTTP_PROXY: proxy,
    https_proxy: proxy,
    HTTPS_PROXY: proxy,
    no_proxy: noProxy,
    NO_PROXY: noProxy,
  }
}

function assignments(variables: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(variables).map(([name, value]) => `${name}=${value}`)
}

function javaOptions(proxy: string, list: string): readonly string[] {
  const {hostname, port} = new URL(proxy)
  return [
    ...['http', 'https'].flatMap(scheme => [
      `-D${scheme}.proxyHost=${hostname}`,
      `-D${scheme}.proxyPort=${port || '80'}`,
    ]),
    `-Dhttp.nonProxyHosts=${list}`,
  ]
}
