/** Those of the jobs that started before the first of them ended, by what gitlab-ci-local wrote. */
export function startedTogether(log: string, jobs: readonly string[]): readonly string[] {
  const lines = log.split('\n')
  const when = (job: string, what: string) =>
    lines.findIndex(line => line.startsWith(`${job} `) && line.slice(job.length).trimStart().startsWith(what))
  const ends = jobs.map(job => when(job, 'finished in '))
  return jobs.filter(job => ends.every(end => when(job, 'starting ') < end))
}
