import {sh} from '../shell/sh.ts'
import {absolutePath} from './absolute-path.ts'
import {blockMarkers} from './block.ts'
import type {Resource} from './resource.ts'

/** A file of somebody else without the lines a {@link block} of this name put there, markers included. */
export function withoutBlock(path: string, name: string, comment = '#'): Resource {
  absolutePath('block', path)
  const [begin, end] = blockMarkers(path, name, comment)
  const others = sh`hive_begin=${begin} hive_finish=${end} awk '
$0 == ENVIRON["hive_begin"] { inside = 1 }
!inside { print }
$0 == ENVIRON["hive_finish"] { inside = 0 }' ${path}`
  return {
    id: `without-block:${path}:${name}`,
    define: sh`others() {\n${others}\n}`,
    check: sh`[ ! -e ${path} ] || ! grep -qxF -e ${begin} -- ${path} || ! grep -qxF -e ${end} -- ${path}`,
    apply: sh`hive_rewrite ${path} others`,
    diff: sh`others | hive_compare ${path}`,
  }
}
