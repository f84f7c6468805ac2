import {setTimeout} from 'node:timers/promises'
import {expect, it} from 'vitest'
import {inBaseOrder} from '../../src/image/in-base-order.ts'
import type {Image} from '../../src/site/site.ts'
import {makeImage} from '../support/image.ts'

const images = [makeImage('app', {from: 'web'}), makeImage('web', {from: 'box'}), makeImage('log', {from: 'box'})]

function baseIn(all: readonly Image[]) {
  return ({from}: Image) => all.find(image => image.service === from)
}

it('works on an image after its base, on the others at once, and hands the result on', async () => {
  const begun: string[] = []
  const results = await inBaseOrder<string>(images, baseIn(images), async ({service}, base) => {
    begun.push(service)
    await setTimeout(5)
    return base ? `${service} on ${base}` : service
  })
  expect(begun).toEqual(['web', 'log', 'app'])
  expect(results).toEqual(['app on web', 'web', 'log'])
})

it('refuses images that are based on each other', async () => {
  const circle = [makeImage('one', {from: 'two'}), makeImage('two', {from: 'one'})]
  await expect(async () => inBaseOrder(circle, baseIn(circle), async () => '')).rejects.toThrow(
    'Images are based on each other in a circle: one from two from one.',
  )
})
