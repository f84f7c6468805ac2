import {execa} from 'execa'
import {expect, test} from 'vitest'
import {situationChains, testChains} from './run-situations.ts'

testChains(await situationChains('test'))

test('the image of jobs has the programs they use, and completion, and is not root', async () => {
  const programs = 'ansible-playbook bash curl docker git hive jq node python3 rsync skopeo ssh'
  const look = `for name in ${programs}; do command -v $name > /dev/null || echo "$name is missing"; done`
  const program = `id -un; ${look}; bash -ic 'complete -p hive'`
  const {stdout} = await execa('docker', ['run', '--rm', 'hive-runner:0.1.0', 'sh', '-c', program])
  expect(stdout).toBe('hive\ncomplete -o default -F _hive hive')
})
