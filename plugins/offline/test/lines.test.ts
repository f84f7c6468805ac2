import {expect, it} from 'vitest'
import {certifyLines, recordLines} from '../src/lines.ts'

it('says what a recording came to, and why it came to no end', () => {
  const holds = {bytes: 412_000_000, objects: 812, images: 3}
  expect(recordLines({...holds, recorded: true, lastWords: []})).toEqual([
    'The stage was built from nothing and recorded. The offline cache holds 812 objects, 3 images, 412.0 MB.',
  ])
  expect(recordLines({...holds, recorded: false, lastWords: ['build-images failed.']})).toEqual([
    'The build failed. Its last words:',
    '  build-images failed.',
    'What was asked for until then is recorded. The offline cache holds 812 objects, 3 images, 412.0 MB.',
  ])
})

it('names all that is missing, and how it is recorded', () => {
  const missing = [
    {phase: 'build-images', method: 'GET', url: 'http://deb.test/hello.deb'},
    {phase: 'recorded', method: 'GET', url: 'https://registry.test/v2/app/blobs/sha256:1'},
  ]
  expect(certifyLines({certified: false, missing, lastWords: []})).toEqual([
    'Missing from the offline cache:',
    '  build-images: GET http://deb.test/hello.deb',
    '  recorded: GET https://registry.test/v2/app/blobs/sha256:1',
    'Record what is missing: hive offline thaw, hive offline record, hive offline freeze.',
  ])
})
