import {fileURLToPath} from 'node:url'
import {defineConfig} from 'vitest/config'
import LongestFirst from './test/support/longest-first.ts'

const source = {
  conditions: ['hive-source', 'node'],
  // Roles of projects in temporary directories import the package as well, and must get the very modules under test.
  alias: [{find: /^@hive-ci\/cli$/, replacement: fileURLToPath(new URL('src/index.ts', import.meta.url))}],
}

export default defineConfig({
  resolve: source,
  ssr: {resolve: source},
  test: {
    sequence: {sequencer: LongestFirst},
    setupFiles: ['test/support/own-temporary-directory.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts', 'plugins/*/test/**/*.test.ts'],
          exclude: ['**/*.{integration,proof}.test.ts', '**/node_modules/**'],
          // They take milliseconds; what a busy machine takes is no fault of theirs.
          testTimeout: 60_000,
          // Many wait for programs they start; by default one core of two would stay idle.
          maxWorkers: 3,
        },
      },
      onMachines('integration', 1),
      onMachines('proof', 2),
    ],
  },
})

/** Tests on real machines: `npm test` runs those of minutes (integration), `npm run proof` those of many (proof). */
function onMachines(name: string, groupOrder: number) {
  return {
    extends: true as const,
    test: {
      name,
      include: [`{test,plugins/*/test}/**/*.${name}.test.ts`],
      exclude: ['**/node_modules/**'],
      globalSetup: ['test/support/prepare-machine.ts'],
      testTimeout: 600_000,
      hookTimeout: 600_000,
      // Two keep both cores busy, a third only makes all of them late. Nothing on the machine is theirs alone: see
      // CONTRIBUTING.md.
      maxWorkers: 2,
      sequence: {groupOrder},
      // Real engines on a busy machine of two cores miss a deadline now and then; what fails twice is broken.
      retry: 1,
    },
  }
}
