import {withCarrier} from '../docker/carry/carrier.ts'
import {reasonWithAdvice} from '../error.ts'
import {buildImage} from '../image/build-image.ts'
import {type BuildRoom, openRoom} from '../image/build-room.ts'
import {inBaseOrder} from '../image/in-base-order.ts'
import {removeLeftovers} from '../image/leftovers.ts'
import {changeOf, type ImagePlan, planImage} from '../image/plan.ts'
import {publishImage} from '../image/publish.ts'
import {repositoryHost} from '../image/repository-host.ts'
import {withRelays} from '../proxy/tunnel/relay.ts'
import type {Session} from '../session.ts'
import type {Image} from '../site/site.ts'
import {Slots} from '../transport/slots.ts'
import type {Phase} from './phase.ts'
import {reportOfResults, secondsSince, type TargetResult, targetReport} from './phase-report.ts'
import {selectServices} from './select-named.ts'

/** More builds at once only wait for each other on the one host they all run on. */
const mostBuilds = 3

/** Phase 3: builds the images whose content the site's registry does not have, and pushes them. */
export const buildImages: Phase = {
  name: 'build-images',
  async run(session, {limit}) {
    const started = Date.now()
    const {site, checkMode} = session
    const services = selectServices(site, limit).map(({name}) => name)
    const selected = site.images.filter(image => services.includes(image.service))
    const wanted = selected.filter(image => image.pullFrom === undefined)
    const built = wanted.length > 0 ? await buildAll(session, wanted) : []
    const skipped = selected.flatMap(image => (image.pullFrom === undefined ? [] : [skip(image, image.pullFrom)]))
    return reportOfResults({phase: 'build-images', checkMode, started}, [...built, ...skipped])
  },
}

async function buildAll(session: Session, images: readonly Image[]): Promise<readonly TargetResult[]> {
  const engine = await session.hosts.engine(repositoryHost(session.site))
  return withCarrier(session, engine, async carry => buildIn(await openRoom(session, carry), images))
}

async function buildIn(room: BuildRoom, images: readonly Image[]): Promise<readonly TargetResult[]> {
  const {session} = room
  const {registry} = room.login
  const slots = new Slots(Math.max(1, Math.min(mostBuilds, session.site.settings.forks)))
  const baseOf = ({from}: Image) =>
    images.find(({name}) => from === `${registry}/${name}` || from === `${registry}/${name}:latest`)
  const host = repositoryHost(session.site)
  const outcomes = await withRelays(session, [host], () =>
    inBaseOrder<TargetResult>(images, baseOf, (image, base) => bringAbout(room, slots, image, base)),
  )
  session.signal.throwIfAborted()
  if (!session.checkMode) {
    const finished = outcomes.filter(({target}) => target.outcome !== 'failed').map(({target}) => target.target)
    await removeLeftovers(room.docker, session.site, finished)
  }
  return outcomes
}

async function bringAbout(
  room: BuildRoom,
  slots: Slots,
  image: Image,
  base: TargetResult | undefined,
): Promise<TargetResult> {
  if (base?.target.outcome === 'failed') {
    const message = `It is based on the image of ${base.target.target}, which could not be built.`
    return {target: targetReport(image.service, 'failed', 0, message), changes: []}
  }
  const started = Date.now()
  const {report, signal, checkMode} = room.session
  let plan: ImagePlan | undefined
  try {
    signal.throwIfAborted()
    plan = await planImage(room, image)
    if (plan.action === 'none') {
      return {target: targetReport(image.service, 'ok', secondsSince(started)), changes: []}
    }
    report({type: 'change', change: changeOf(plan), outcome: checkMode ? 'planned' : 'started'})
    if (!checkMode) await carryOut(room, slots, plan)
  } catch (error) {
    signal.throwIfAborted()
    const message = reasonWithAdvice(error)
    if (plan) report({type: 'change', change: changeOf(plan), outcome: 'failed', message})
    return {target: targetReport(image.service, 'failed', secondsSince(started), message), changes: []}
  }
  if (!checkMode) report({type: 'change', change: changeOf(plan), outcome: 'done'})
  const outcome = checkMode ? 'would-change' : 'changed'
  const target = targetReport(image.service, outcome, secondsSince(started), plan.reasons.join(', '))
  return {target, changes: [changeOf(plan)]}
}

async function carryOut(room: BuildRoom, slots: Slots, plan: ImagePlan): Promise<void> {
  await slots.use(async () => {
    room.session.signal.throwIfAborted()
    if (plan.action === 'build') await buildImage(room, plan)
    else await publishImage(room, plan)
  })
}

function skip(image: Image, pullFrom: string): TargetResult {
  const message = `This stage pulls ${pullFrom} instead of building it.`
  return {target: targetReport(image.service, 'skipped', 0, message), changes: []}
}
