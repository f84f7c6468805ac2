import type {Rule} from '../rule.ts'
import {deploymentsRunToTheirEnd} from './deployments-run-to-their-end.ts'
import {deploymentsTakeTurns} from './deployments-take-turns.ts'
import {enginesAreWaitedFor} from './engines-are-waited-for.ts'
import {environmentsAreStopped} from './environments-are-stopped.ts'
import {includesArePinned} from './includes-are-pinned.ts'
import {jobsEnd} from './jobs-end.ts'
import {manualSaysWhetherItBlocks} from './manual-says-whether-it-blocks.ts'
import {needsAreThere} from './needs-are-there.ts'
import {oneDeploymentPerEnvironment} from './one-deployment-per-environment.ts'
import {plansAreNotPublic} from './plans-are-not-public.ts'
import {productionHasAGate} from './production-has-a-gate.ts'
import {productionIsOutOfReach} from './production-is-out-of-reach.ts'
import {rulesKnowTheirVariables} from './rules-know-their-variables.ts'
import {servicesAreLiteral} from './services-are-literal.ts'
import {testsHaveAStageOfTheirOwn} from './tests-have-a-stage-of-their-own.ts'

/** Everything `hive ci lint` looks for. */
export const rules: readonly Rule[] = [
  productionHasAGate,
  productionIsOutOfReach,
  testsHaveAStageOfTheirOwn,
  manualSaysWhetherItBlocks,
  oneDeploymentPerEnvironment,
  environmentsAreStopped,
  deploymentsTakeTurns,
  deploymentsRunToTheirEnd,
  plansAreNotPublic,
  includesArePinned,
  servicesAreLiteral,
  rulesKnowTheirVariables,
  jobsEnd,
  enginesAreWaitedFor,
  needsAreThere,
]
