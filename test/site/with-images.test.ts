import {expect, test} from 'vitest'
import {withImages} from '../../src/site/with-images.ts'
import {makeService} from '../support/service.ts'
import {makeSite} from '../support/site.ts'

test('a site with given images runs them, builds none of them, and is otherwise the same', () => {
  const web = makeService('web', {image: {kind: 'built', image: 'image_web'}})
  const db = makeService('db', {image: {kind: 'pulled', tag: 'db:1'}})
  const clock = makeService('clock')
  const site = {...makeSite({hosts: 1}), services: [web, db, clock]}
  const images = {web: 'registry.test/image_web:latest@sha256:1', db: 'db:1@sha256:2', gone: 'gone:1@sha256:3'}
  expect(withImages(site, images)).toEqual({
    ...site,
    services: [
      {...web, image: {kind: 'pulled', tag: images.web}},
      {...db, image: {kind: 'pulled', tag: images.db}},
      clock,
    ],
  })
})
