import {describe, expect, it} from 'vitest'
import {loginFor, registryAuth, registryOf} from '../../src/docker/registry-auth.ts'
import {secret} from '../../src/shell/secret.ts'

const login = {registry: 'p-hive3.example:5000', user: 'hive', password: secret('sesame')}

describe('registryOf', () => {
  it.each([
    ['debian:bookworm', 'docker.io'],
    ['library/debian', 'docker.io'],
    ['p-hive3.example:5000/image_web:latest', 'p-hive3.example:5000'],
    ['localhost/web', 'localhost'],
    ['quay.io/a/b@sha256:0', 'quay.io'],
    ['debian@sha256:0', 'docker.io'],
  ])('finds the registry of %s to be %s', (image, registry) => {
    expect(registryOf(image)).toBe(registry)
  })
})

describe('registryAuth', () => {
  it('reveals the password in the header object only', () => {
    expect(registryAuth(login)).toEqual({
      username: 'hive',
      password: 'sesame',
      serveraddress: 'p-hive3.example:5000',
    })
    expect(JSON.stringify(login)).toBe('{"registry":"p-hive3.example:5000","user":"hive","password":"***"}')
  })

  it('names Docker Hub by the address its credentials are kept under', () => {
    expect(registryAuth({...login, registry: 'docker.io'})).toMatchObject({
      serveraddress: 'https://index.docker.io/v1/',
    })
  })
})

describe('loginFor', () => {
  it('offers a login to its own registry and to no other', () => {
    expect(loginFor('p-hive3.example:5000/image_web', [login])).toBe(login)
    expect(loginFor('p-hive3.example:5001/image_web', [login])).toBeUndefined()
    expect(loginFor('debian:bookworm', [login])).toBeUndefined()
  })
})
