import {z} from 'zod'

const some = z.string().min(1)
const cron = z.string().regex(/^\S+( \S+){4}$/, 'should be five fields of cron, separated by single spaces')
const timezone = some.default('UTC')

/** Who may do something: a role, or a group or user by number. */
const whom = z.union([
  z.enum(['nobody', 'developers', 'maintainers', 'admins']),
  z.strictObject({group: z.int().positive()}),
  z.strictObject({user: z.int().positive()}),
])

const variable = z.strictObject({
  key: z.string().regex(/^\w+$/, 'should be of letters, digits and "_"'),
  /** Its scope: the environments whose jobs get it. */
  environment: some.default('*'),
  type: z.enum(['env_var', 'file']).default('env_var'),
  masked: z.boolean().default(false),
  /** Masked, and never shown again to anybody (GitLab 17.4). */
  hidden: z.boolean().default(false),
  protected: z.boolean().default(false),
  /** Taken as it is, `$` and all. */
  raw: z.boolean().default(true),
  description: z.string().max(200).default(''),
})

const protectedEnvironment = z.strictObject({
  name: some,
  deploy: z.array(whom).min(1).default(['maintainers']),
  approvals: z.array(z.strictObject({by: whom, count: z.int().positive().default(1)})).default([]),
})

const protectedBranch = z.strictObject({
  name: some,
  push: whom.default('maintainers'),
  merge: whom.default('maintainers'),
  force_push: z.boolean().default(false),
})

const protectedTag = z.strictObject({name: some, create: whom.default('maintainers')})

const schedule = z.strictObject({
  /** By which it is known. */
  description: some,
  /** Branch or full ref; the default branch when left out. */
  ref: some.optional(),
  cron,
  timezone,
  active: z.boolean().default(true),
})

const processMode = z.enum(['unordered', 'oldest_first', 'newest_first', 'newest_ready_first'])

const jobToken = z.strictObject({
  /** Whether only what is listed may come with its job token. */
  limited: z.boolean().default(true),
  projects: z.array(some).default([]),
  groups: z.array(some).default([]),
})

/** `gitlab.yml`: what a project's settings should be. Entries that are not named are left as they are. */
export const wishSchema = z.strictObject({
  variables: z.array(variable).default([]),
  protected_environments: z.array(protectedEnvironment).default([]),
  protected_branches: z.array(protectedBranch).default([]),
  protected_tags: z.array(protectedTag).default([]),
  schedules: z.array(schedule).default([]),
  resource_groups: z.record(some, processMode).default({}),
  job_token: jobToken.optional(),
  freeze_periods: z.array(z.strictObject({start: cron, end: cron, timezone})).default([]),
})

export type Wish = z.infer<typeof wishSchema>
export type Whom = z.infer<typeof whom>
export type VariableWish = Wish['variables'][number]
