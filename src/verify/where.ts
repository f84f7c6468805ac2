import type {InventoryObject} from '../site/site.ts'

/** `file:line` of an inventory object, as a part of a check; nothing for an object that no file names. */
export function whereOf(wantedBy: InventoryObject | undefined): {readonly where?: string} {
  const position = wantedBy?.position
  return position ? {where: `${position.file}:${position.line}`} : {}
}
