import {Flags} from '@oclif/core'
import {phaseNames} from './phase-name.ts'
import {stageNames} from './site/site.ts'

const global = {helpGroup: 'GLOBAL'} as const

/** Options of every command, before or after its name (hive-inventory.md section 2.1). */
export const globalFlags = {
  'root-dir': Flags.string({
    ...global,
    char: 'r',
    summary: 'Project directory; default: the current one.',
    helpValue: 'DIR',
    // For pipelines of a repository that has the project in a directory.
    env: 'HIVE_ROOT_DIR',
  }),
  stage: Flags.string({
    ...global,
    char: 's',
    summary: 'Stage to work on; default: the variable "stage".',
    options: [...stageNames],
  }),
  'inventory-path': Flags.string({...global, char: 'i', summary: 'Inventory directory.', helpValue: 'DIR'}),
  'context-dir': Flags.string({...global, char: 'c', summary: "Directory of the stage's state.", helpValue: 'DIR'}),
  'temp-dir': Flags.string({...global, char: 'W', summary: 'Directory for temporary files.', helpValue: 'DIR'}),
  'playbooks-dir': Flags.string({
    ...global,
    char: 'P',
    summary: 'Directory of playbooks for Ansible roles.',
    helpValue: 'DIR',
  }),
  verbose: Flags.boolean({
    ...global,
    char: 'v',
    summary: 'Show also what was already right, and the output of programs.',
  }),
}

/** Comma separated names, as often as wanted. */
const names = {multiple: true, multipleNonGreedy: true, delimiter: ','} as const

export const limitFlag = (what: string) =>
  Flags.string({...names, char: 'l', summary: `Only these ${what}.`, helpValue: 'NAME,...', aliases: ['limit']})

export const limitServerFlag = Flags.string({...names, char: 'x', summary: 'Only these hosts.', helpValue: 'HOST,...'})

export const tagsFlag = Flags.string({...names, char: 'T', summary: 'Only these roles.', helpValue: 'ROLE,...'})

export const checkModeFlag = Flags.boolean({char: 'C', summary: 'Show what would change and change nothing.'})

export const destroyFlag = (what: string) => Flags.boolean({char: 'D', summary: `Remove ${what}.`})

export const haltFlag = Flags.boolean({char: 'H', summary: 'Stop the hosts; the same command without it starts them.'})

export const pruneFlag = Flags.boolean({summary: 'Remove also what the inventory no longer has.'})

export const startPhaseFlag = Flags.string({
  char: 'S',
  summary: 'Phase to start from; default: where the last run stopped.',
  options: [...phaseNames],
})

/** For commands that change the stage, of which one runs at a time. */
export const lockFlags = {
  'break-lock': Flags.boolean({summary: 'Take the stage over from the run that holds its lock.'}),
  'lock-timeout': Flags.integer({
    summary: 'Wait this long while another run holds the lock.',
    helpValue: 'SECONDS',
    default: 0,
    min: 0,
    env: 'HIVE_LOCK_TIMEOUT',
  }),
}

/** Where a job's links go; hive's image and templates may set it once for all commands. */
export const annotationsFlag = Flags.string({
  summary: "Write links to this job's results and site, a report GitLab shows on its page.",
  helpValue: 'FILE',
  env: 'HIVE_ANNOTATIONS',
})
