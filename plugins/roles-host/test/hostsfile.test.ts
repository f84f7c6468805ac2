import {expect, test} from 'vitest'
import {hostsfile} from '../src/hostsfile.ts'
import {readable, resourcesOf} from './case.ts'

test('names every server of the stage', () => {
  expect(readable(resourcesOf(hostsfile, {hosts: 3}))).toMatchInlineSnapshot(`
    "block:/etc/hosts:servers
      content() {
      printf %s '10.99.1.4 p-hive0.example
      10.99.1.5 p-hive1.example
      10.99.1.6 p-hive2.example
      '
      }"
  `)
})
