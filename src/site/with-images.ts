import type {Site} from './site.ts'

/** A site whose services run the given images, by service name, whatever the inventory says; those are not built. */
export function withImages(site: Site, images: Readonly<Record<string, string>>): Site {
  return {
    ...site,
    images: site.images.filter(({service}) => images[service] === undefined),
    services: site.services.map(service => {
      const tag = images[service.name]
      return tag === undefined ? service : {...service, image: {kind: 'pulled', tag}}
    }),
  }
}
