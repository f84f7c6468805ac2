import {describe, expect, it} from 'vitest'
import {type ImageSource, imageContent} from '../../src/image/content.ts'
import {whyBuilt} from '../../src/image/why-built.ts'
import {makeImage} from '../support/image.ts'

const source: ImageSource = {
  base: 'sha256:aa',
  roles: [
    {name: 'page', content: '1'},
    {name: 'log', content: '2'},
  ],
  image: makeImage('web', {env: {A: '1', B: '2'}, command: ['run']}),
  variables: {'web password': 'x'},
}

/** What a change of the source makes differ. */
function reasons(changed: Partial<ImageSource>): readonly string[] {
  const before = imageContent(source)
  const after = imageContent({...source, ...changed})
  expect(after.hash).not.toBe(before.hash)
  return whyBuilt(after.parts, before.parts)
}

describe('imageContent', () => {
  it('is the same for the same source, whatever order its keys were read in', () => {
    const image = makeImage('web', {env: {B: '2', A: '1'}, command: ['run']})
    expect(imageContent({...source, image})).toEqual(imageContent(source))
  })

  it('is a tag every registry takes', () => {
    expect(imageContent(source).hash).toMatch(/^[0-9a-f]{32}$/)
  })

  it.each<readonly [string, Partial<ImageSource>]>([
    ['the base image moved', {base: 'sha256:bb'}],
    ['role page changed', {roles: [{name: 'page', content: 'new'}, ...source.roles.slice(1)]}],
    ['the list of roles changed', {roles: source.roles.toReversed()}],
    ['setting env changed', {image: makeImage('web', {env: {A: '1', B: '3'}, command: ['run']})}],
    ['setting command changed', {image: makeImage('web', {env: {A: '1', B: '2'}, command: ['walk']})}],
    ['setting user is new', {image: {...source.image, user: 'app'}}],
    ['variables its roles use changed', {variables: {'web password': 'y'}}],
  ])('changes and says that %s', (reason, changed) => {
    expect(reasons(changed)).toEqual([reason])
  })

  it('says which roles came and went', () => {
    expect(
      reasons({
        roles: [
          {name: 'page', content: '1'},
          {name: 'trace', content: '3'},
        ],
      }),
    ).toEqual(['role log is gone', 'the list of roles changed', 'role trace is new'])
  })

  it('differs between services, so that two equal images do not share labels', () => {
    const image = {...source.image, service: 'other'}
    expect(imageContent({...source, image}).hash).not.toBe(imageContent(source).hash)
  })
})
