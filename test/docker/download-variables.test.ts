import {expect, it} from 'vitest'
import {downloadVariables} from '../../src/docker/download-variables.ts'

it('tells about dates of archives only where they do not matter', () => {
  expect(downloadVariables({})).toEqual({})
  expect(downloadVariables({aptCheckValidUntil: true})).toEqual({})
  expect(downloadVariables({aptCheckValidUntil: false, proxy: 'http://127.0.0.1:13128'})).toMatchObject({
    apt_check_valid_until: 'false',
    https_proxy: 'http://127.0.0.1:13128',
  })
})
