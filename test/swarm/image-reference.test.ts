import {describe, expect, test} from 'vitest'
import {imageReference} from '../../src/swarm/image-reference.ts'
import {makeService} from '../support/service.ts'
import {makeObject, makeSite} from '../support/site.ts'

const image = {
  ...makeObject('image_web', ['images']),
  service: 'web',
  from: 'debian:12',
  roles: [],
  standalone: false,
  env: {},
  privileged: false,
  expose: [],
}
const asWritten = (reference: string) => reference
const built = makeService('web', {image: {kind: 'built', image: 'image_web'}})

describe('the image of a service', () => {
  test('that is pulled is its tag', () => {
    expect(imageReference(makeService('web', {image: {kind: 'pulled', tag: 'nginx:1'}}), makeSite(), asWritten)).toBe(
      'nginx:1',
    )
  })

  test('that is built is the latest in the registry of the site', () => {
    expect(imageReference(built, {...makeSite(), images: [image]}, asWritten)).toBe(
      'p-hive1.example:5000/image_web:latest',
    )
  })

  test('that the stage pulls instead of building is the one it pulls', () => {
    const site = {...makeSite(), images: [{...image, pullFrom: 'elsewhere/web:3'}]}
    expect(imageReference(built, site, asWritten)).toBe('elsewhere/web:3')
  })

  test('is named as the stage wants it', () => {
    const naming = (reference: string) => `mirror.example/${reference}@sha256:12`
    expect(imageReference(built, {...makeSite(), images: [image]}, naming)).toBe(
      'mirror.example/p-hive1.example:5000/image_web:latest@sha256:12',
    )
  })

  test('must be there', () => {
    const position = {file: 'inventory/services.yml', line: 3, column: 3}
    expect(() => imageReference(makeService('web', {image: undefined, position}), makeSite(), asWritten)).toThrow(
      'inventory/services.yml:3: Service web has no image, so it cannot be deployed.',
    )
  })
})
