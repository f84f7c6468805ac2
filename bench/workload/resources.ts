import {command, directory, file, line, packages, type Resource} from '../../src/resource/index.ts'
import {sh} from '../../src/shell/sh.ts'
import {directories, files, lineFile, lines, marks, packageNames} from './names.ts'

/** The workload as hive's resources. */
export const resources: readonly Resource[] = [
  ...directories.map(path => directory(path)),
  ...files.map(({path, content}) => file(path, {content})),
  ...lines.map(text => line(lineFile, {line: text, create: true})),
  ...packageNames.map(name => packages(name)),
  ...marks.map(path => command(`mark ${path}`, {check: sh`[ -e ${path} ]`, apply: sh`touch ${path}`})),
]
