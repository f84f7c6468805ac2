import {expect, test} from 'vitest'
import {mirrorAdvice} from '../../src/docker/mirror-advice.ts'
import {makeSite} from '../support/site.ts'

const digest = `sha256:${'a1'.repeat(32)}`
const {settings} = makeSite({settings: {image_mirror: 'http://mirror.test:5000/site'}})

test.each([
  [
    "a swarm's task",
    `Service cache: the image cannot be had: No such image: mirror.test:5000/site/library/redis:7@${digest}.`,
  ],
  ['an engine that pulls', `manifest for mirror.test:5000/site/library/redis@${digest} not found: manifest unknown`],
])('an image the mirror lacks, in the words of %s, is told with the mirror and what to do', (_who, reason) => {
  expect(mirrorAdvice(settings, reason)).toEqual([
    'The mirror mirror.test:5000/site/ of image_mirror lacks it, or the engine cannot ask it: "hive mirror check" tells, "hive mirror run" brings what is missing.',
  ])
})

test.each([
  ['an image of elsewhere', settings, 'No such image: redis:7'],
  ['another reason', settings, `mirror.test:5000/site/library/redis@${digest}: no space left on device`],
  ['a stage without mirror', makeSite().settings, `No such image: mirror.test:5000/site/redis@${digest}`],
])('%s is not told of as the mirror', (_what, given, reason) => {
  expect(mirrorAdvice(given, reason)).toEqual([])
})
