import {describe, expect, it} from 'vitest'
import {HiveError} from '../../src/error.ts'
import {
  absent,
  authorizedKey,
  block,
  composeProject,
  directory,
  file,
  group,
  line,
  link,
  packages,
  service,
  sysctl,
  user,
} from '../../src/resource/index.ts'

function refusal(make: () => unknown): string {
  try {
    make()
    return 'made'
  } catch (error) {
    if (error instanceof HiveError && error.code === 'EXTENSION_INVALID') return error.message
    throw error
  }
}

describe('a resource that makes no sense is refused where it is made', () => {
  it.each([
    ['/', () => absent('/')],
    ['//', () => absent('//')],
    ['', () => absent('')],
    ['etc/motd', () => absent('etc/motd')],
    ['/srv/../etc', () => absent('/srv/../etc')],
    ['/srv/.', () => absent('/srv/.')],
    ['/a\0b', () => absent('/a\0b')],
  ])('the path %j', (path, make) => {
    expect(refusal(make)).toBe(
      `The path ${JSON.stringify(path)} given to absent should be absolute, below "/" and without "." or ".." parts.`,
    )
  })

  it.each([
    ['file', () => file('motd', {content: ''})],
    ['directory', () => directory('srv')],
    ['link', () => link('a', {target: 'b'})],
    ['line', () => line('a', {line: 'b'})],
    ['block', () => block('a', {name: 'b', content: ''})],
    ['composeProject', () => composeProject('a', {directory: 'b', content: ''})],
  ])('a relative path of a %s', (kind, make) => expect(refusal(make)).toMatch(` given to ${kind} should be absolute`))

  it.each([
    ['The mode "rwx" should be three or four octal digits, e.g. "0644".', () => file('/a', {content: '', mode: 'rwx'})],
    ['The line for /a should be one line.', () => line('/a', {line: 'b\nc'})],
    ['The name of a block in /a should be one line.', () => block('/a', {name: 'b\nc', content: ''})],
    ['"-y" is not a package name.', () => packages('-y')],
    ['"a;b" is not a package name.', () => packages({redhat: ['a;b']})],
    ['"-a" is not the name of a systemd unit.', () => service('-a', {})],
    ['"root:x" is not a user name.', () => user('root:x')],
    ['"a,b" is not a group name.', () => user('joe', {groups: ['a,b']})],
    ['"-r" is not a group name.', () => group('-r')],
    ['"kernel" is not the name of a kernel setting.', () => sysctl('kernel', 1)],
    ['"../x" is not the name of a kernel setting.', () => sysctl('../x', 1)],
    ['The key for joe is not one line "<type> <base64> <comment>": "a\\nb".', () => authorizedKey('joe', 'a\nb\n')],
    ['"A" is not the name of a compose project.', () => composeProject('A', {directory: '/a', content: ''})],
  ])('%s', (message, make) => expect(refusal(make)).toBe(message))
})

describe('an id', () => {
  it('names the thing and no secret', () => {
    const ids = [
      file('/etc/motd', {content: 'x'}),
      line('/etc/motd', {line: 'password=x'}),
      line('/etc/motd', {line: 'password=x', matching: '^password='}),
      packages(['a', {debian: 'b', redhat: ['c', 'a']}]),
      packages('a', {present: false}),
      authorizedKey('joe', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA joe'),
    ].map(({id}) => id)
    expect(ids).toEqual([
      'file:/etc/motd',
      'line:/etc/motd:c39c828583d7',
      'line:/etc/motd:^password=',
      'packages:a,b,c',
      'packages:-a',
      'authorized-key:joe:f67dd621962e',
    ])
  })
})
