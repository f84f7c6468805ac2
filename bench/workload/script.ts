import {directories, files, lineFile, lines, marks, packageNames} from './names.ts'

/** The workload as somebody would write it by hand, for one `ssh host sudo sh -s`. It prints what it changed. */
export const script = [
  'set -e',
  'like() { [ "$(stat -c %a:%U:%G "$1")" = "$2:root:root" ]; }',
  ...directories.map(
    path => `[ -d ${path} ] && like ${path} 755 || { mkdir -p ${path}; chmod 755 ${path}; echo changed ${path}; }`,
  ),
  ...files.map(
    ({path, content}) =>
      `new='${content}'; printf %s "$new" | cmp -s - ${path} && like ${path} 644 || { printf %s "$new" >${path}; chmod 644 ${path}; echo changed ${path}; }`,
  ),
  ...lines.map(line => `grep -qxF '${line}' ${lineFile} || { echo '${line}' >>${lineFile}; echo changed '${line}'; }`),
  ...packageNames.map(
    name => `dpkg -s ${name} >/dev/null 2>&1 || { apt-get install -y ${name}; echo changed ${name}; }`,
  ),
  ...marks.map(path => `[ -e ${path} ] || { touch ${path}; echo changed ${path}; }`),
  '',
].join('\n')
