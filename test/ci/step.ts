import {z} from 'zod'

const texts = z.array(z.string()).default([])

/** One step of what is really run in a situation. */
export const stepSchema = z.strictObject({
  /** Files that are committed for it, by their path in the project. */
  commit: z.record(z.string(), z.string()).default({}),
  /** What a person does before that: a shell program, see person.ts. */
  before: z.string().optional(),
  /** What a person finds when it has ended: a shell program that fails when it is something else. */
  after: z.string().optional(),
  /** Keys of the project's .gitlab-ci.yml beside its include. */
  pipeline: z.record(z.string(), z.unknown()).default({}),
  /** Inputs of this step besides those of the situation. */
  inputs: z.record(z.string(), z.unknown()).default({}),
  /** Variables of this step besides those of the situation; $PROXY is the proxy's URL, $AUTHORITY the PEM of secure.test's. */
  variables: z.record(z.string(), z.string()).default({}),
  /** Jobs have no way out but the proxy. */
  cut: z.boolean().default(false),
  /** Manual jobs somebody starts. */
  played: z.array(z.string()).default([]),
  /** Only these are started: the one of on_stop, those before a closed gate, where gitlab-ci-local starts none, or a part. */
  jobs: texts,
  /** How many jobs run at the same time: one where they take turns, which gitlab-ci-local knows nothing of. */
  concurrency: z.number().default(1),
  exit: z.number().default(0),
  /** Jobs that ended well, in no order. */
  passed: texts,
  /** Jobs that failed. */
  failed: texts,
  /** Jobs that ran at the same time. */
  together: texts,
  /** Texts the log holds, and texts it does not. */
  says: texts,
  silent: texts,
  /** Texts of files the jobs left. */
  artifacts: z.record(z.string(), texts).default({}),
})

export type Step = z.infer<typeof stepSchema>
