import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {Machine, Provider, ProviderModule} from '../../src/provider.ts'
import type {Site} from '../../src/site/site.ts'

export interface ProviderCase {
  readonly site: Site
  /** Public half of the key the machines are to accept. */
  readonly publicKey: string
}

/**
 * What every provider promises, tried on real machines: it finds its own by itself, making twice plans nothing, halting
 * and destroying may be repeated, and nothing is left at the end.
 */
export function testProvider(provider: Provider, {site, publicKey}: ProviderCase): void {
  describe(`the provider ${provider.name}`, {timeout: 600_000}, () => {
    const request = {site, signal: new AbortController().signal, progress: () => undefined}
    let module: ProviderModule
    const create = async () =>
      module.create({...request, publicKey, changes: module.plan(site, await module.list(request))})
    const names = (machines: readonly Machine[]) => machines.map(({name, state}) => `${name} ${state}`).sort()
    const all = (state: Machine['state']) => site.hosts.map(({name}) => `${name} ${state}`).sort()

    beforeAll(async () => {
      if (!provider.load) throw new Error(`${provider.name} builds nothing`)
      module = await provider.load()
    })

    afterAll(async () => {
      if (provider.capabilities.canDestroy) await module.destroy(request)
    })

    it('finds nothing at first', async () => expect(await module.list(request)).toEqual([]))

    it('plans the same twice', () => expect(module.plan(site, [])).toEqual(module.plan(site, [])))

    it('creates what is wanted', async () => {
      expect(names(await create())).toEqual(all('running'))
      expect(names(await module.list(request))).toEqual(all('running'))
    })

    it('plans nothing then', async () => expect(module.plan(site, await module.list(request))).toEqual([]))

    it('creates again without a difference', async () => {
      const before = await module.list(request)
      expect(await create()).toEqual(before)
    })

    if (provider.capabilities.canHalt) {
      it('halts, halts again and starts again', async () => {
        await module.halt(request)
        await module.halt(request)
        expect(names(await module.list(request))).toEqual(all('stopped'))
        expect(names(await create())).toEqual(all('running'))
      })
    } else {
      it('says that it cannot halt', () =>
        expect(module.halt(request)).rejects.toMatchObject({code: 'PROVIDER_UNAVAILABLE'}))
    }

    if (provider.capabilities.canDestroy) {
      it('destroys, destroys again and leaves nothing', async () => {
        await module.destroy(request)
        await module.destroy(request)
        expect(await module.list(request)).toEqual([])
      })
    } else {
      it('says that it cannot destroy', () =>
        expect(module.destroy(request)).rejects.toMatchObject({code: 'PROVIDER_UNAVAILABLE'}))
    }
  })
}
