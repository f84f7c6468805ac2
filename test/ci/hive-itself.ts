import {resolve} from 'node:path'
import {execa} from 'execa'
import {temporaryDirectory} from '../support/temporary-directory.ts'
import {type CiProject, ciProject} from './project.ts'

/** This project as it stands, without what is made from it, with these files in place of its own. */
export async function hiveItself(files: Readonly<Record<string, string>>): Promise<CiProject> {
  const directory = await temporaryDirectory('itself')
  const {stdout: names} = await execa('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'])
  const options = ['--archive', '--from0', '--ignore-missing-args', '--files-from=-']
  await execa('rsync', [...options, resolve('.'), directory], {input: names})
  return ciProject({directory, copies: [], files})
}
