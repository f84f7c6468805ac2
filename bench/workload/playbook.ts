import {directories, files, lineFile, lines, marks, packageNames} from './names.ts'

const owned = {owner: 'root', group: 'root'}

const tasks = [
  ...directories.map(path => ({'ansible.builtin.file': {path, state: 'directory', mode: '0755', ...owned}})),
  ...files.map(({path, content}) => ({'ansible.builtin.copy': {dest: path, content, mode: '0644', ...owned}})),
  ...lines.map(line => ({'ansible.builtin.lineinfile': {path: lineFile, line, create: true}})),
  ...packageNames.map(name => ({'ansible.builtin.apt': {name, state: 'present'}})),
  ...marks.map(path => ({'ansible.builtin.command': {cmd: `touch ${path}`, creates: path}})),
]

/** The workload as an Ansible playbook, in JSON, which is YAML. */
export const playbook = JSON.stringify([{hosts: 'all', become: true, gather_facts: true, tasks}])
