import { effectiveSettings } from '../config/effective.ts';
import { inventoryFile } from '../config/inventory.ts';
import type { Values } from '../config/settings.ts';
import { type CycleResult, type Skipped, withNotKept } from '../cycle/cycle-result.ts';
import { exitCode } from '../cycle/exit-code.ts';
import type { CycleHooks, RunOptions, RunResult } from '../cycle/options.ts';
import { runCycle } from '../cycle/run-cycle.ts';
import { SECOND } from '../domain/duration.ts';
import type { Report } from '../domain/report.ts';
import { fixedClock, systemClock } from '../platform/clock.ts';
import { deadlineIn, inSeconds } from '../platform/deadline.ts';
import { type Log, openLog } from '../platform/log.ts';
import { noState } from '../record/no-state.ts';
import { stateFault } from '../record/state-fault.ts';
import { parseStatePlace } from '../record/state-place.ts';
import type { Beside } from './beside.ts';
import { historyOf } from './cluster-history.ts';
import { cycleParts } from './cycle-parts.ts';
import { changesInUse } from './git.ts';
import { githubInUse } from './github.ts';
import { modelInUse } from './model.ts';
import type { Opened } from './opened.ts';
import { workFolder } from './places.ts';
import { liveSource, snapshotSource } from './reading.ts';
import { type Keeping, keepingChanges, withRecorded } from './recorded-changes.ts';
import { routingInUse } from './routing.ts';
import { inventoryOf, keepGoodCopy, type ServicesInUse, servicesInUse } from './services.ts';
import { openSinks } from './sinks.ts';
import { ownBook, type StateInUse, stateInUse } from './state.ts';

/**
 * From flags to one finished cycle; `beside`: of several clusters. Throws a ConfigError when the configuration leaves nothing to run.
 */
export async function runOnce(
  options: RunOptions,
  given: CycleHooks,
  beside: Beside | null = null,
): Promise<RunResult> {
  const values = settingsOf(options);
  // Whatever hangs: no new work after it, what was decided is still told and kept.
  const cycleMs = Math.min(values.CYCLE_DEADLINE_SECONDS, beside?.leftMs() ?? Number.POSITIVE_INFINITY);
  const deadline = deadlineIn(cycleMs, 'the whole cycle', systemClock, given.signal);
  const ended = new AbortController();
  try {
    const work = within(values, options, { ...given, signal: deadline.signal }, beside);
    return await Promise.race([work, giveUp(cycleMs + LAST_WORDS, ended.signal)]);
  } finally {
    ended.abort();
    deadline.end();
  }
}

/** After the deadline: to tell and keep what was decided. */
const LAST_WORDS = 30 * SECOND;

/** Whatever doesn't listen to a signal: the process ends all the same, and what was decided is in the outbox. */
async function giveUp(ms: number, ended: AbortSignal): Promise<never> {
  const never = Promise.withResolvers<never>();
  await systemClock.sleep(ms, ended).catch(() => never.promise);
  throw new Error(`the cycle did not end within ${inSeconds(ms)}: something hangs that takes no signal`);
}

async function within(
  values: Values,
  options: RunOptions,
  hooks: CycleHooks,
  beside: Beside | null,
): Promise<RunResult> {
  // A replay leaves the state of the live cluster alone, unless it is told which state to use.
  const hasState = options.snapshot === undefined || options.state !== undefined;
  const folder = hasState ? workFolder(values) : null;
  const inventory = inventoryOf(values, folder);
  const inUse = servicesInUse(inventoryFile(inventory.file, process.cwd()), inventory.copies);
  const clock = options.now === undefined ? systemClock : fixedClock(options.now);
  const { services, faults } = inUse.inventory;
  const source =
    options.snapshot === undefined
      ? liveSource(values, options, services, clock, hooks)
      : await snapshotSource(options.snapshot, options, services, clock);
  const keptDir = options.dryRun ? null : folder;
  const github = githubInUse(values, keptDir, clock);
  const changes = changesInUse(values, github, keptDir, clock);
  const state: Opened<StateInUse> = hasState ? stateInUse(values) : withoutState(values);
  const model = await modelInUse({
    values,
    book: state.value.book,
    noModel: options.noModel,
    source,
    services,
    github,
    purpose: options.dryRun ? 'dry-run' : source.kind === 'live' ? 'cycle' : 'replay',
    onProgress: hooks.onProgress,
    signal: hooks.signal,
    ...(beside === null ? {} : { inTurn: beside.inTurn }),
  });
  const routes = routingInUse(values, services);
  // A replay wakes nobody, unless it goes on with the state of a monitor.
  const sends = !options.dryRun && hasState;
  const sinks = sends ? openSinks(values, routes, { print: hooks.onMessage, cluster: source.cluster }) : null;
  const keeping = keepingChanges(
    await withRecorded({ ...changes.value, history: historyOf(source) }, options.snapshot),
    options.record,
  );
  try {
    const parts = cycleParts({
      values,
      options,
      hooks,
      source,
      inUse,
      routes,
      model,
      state: state.value.store,
      sinks,
      keeping,
      beside,
    });
    const log = await openLog(values.LOG_LEVEL);
    log.debug('cycle starts', { source: source.kind, services: services.length });
    const done = await runCycle(parts);
    if (done.status === 'skipped') return skipped(done, log);
    const cycle = await keptWith(keeping, done);
    const { copies } = inventory;
    const kept = copies === null || options.dryRun ? cycle : await keepServices(cycle, inUse, copies);
    logCycle(log, kept.report);
    const notKept = Object.values(kept.notKept);
    const configurationFault = !inUse.usable || routes.faults.length > 0 || notKept.length > 0;
    return {
      status: 'done',
      report: kept.report,
      exitCode: exitCode(kept.report, kept.newGaps, configurationFault, options),
      faults: [...faults, ...routes.faults, ...routes.warnings, ...(model.files?.faults ?? [])],
      notKept,
      saysRecord: hasState && parseStatePlace(values.STATE_DIR).kind === 'configmap',
    };
  } finally {
    await sinks?.close();
    await state.close();
    await changes.close();
    source.close();
  }
}

/** What a replay costs is on the books all the same. */
function withoutState(values: Values): Opened<StateInUse> {
  const { value: book, close } = ownBook(values);
  return { value: { store: noState(), book }, close };
}

/** The settings in force with these flags. Throws a ConfigError. */
export function settingsOf(options: RunOptions): Values {
  return effectiveSettings({
    CONFIG_FILE: options.config,
    K3S_CONTEXT: options.context,
    SERVICES_FILE: options.services,
    AGENTS_DIR: options.agents,
    STATE_DIR: options.state,
  });
}

function skipped({ holder }: Skipped, log: Log): RunResult {
  log.info('cycle skipped', { holder });
  return { status: 'skipped', holder, exitCode: 0 };
}

function logCycle(log: Log, { cycle, incidents, gaps, timings }: Report): void {
  const open = incidents
    .filter((i) => i.status === 'open')
    .map((i) => ({ id: i.id, severity: i.severity, title: i.title }));
  log.debug('steps took', { ms: timings });
  log.info('cycle finished', { cycle: cycle.id, outcome: cycle.outcome, open, gaps: gaps.length });
}

async function keptWith({ keep }: Keeping, cycle: CycleResult): Promise<CycleResult> {
  const why = await keep();
  return why === null ? cycle : withNotKept(cycle, 'recording', why);
}

/** The copy that a later cycle falls back to; without it this one is no worse. */
async function keepServices(cycle: CycleResult, { inventory }: ServicesInUse, folder: string): Promise<CycleResult> {
  try {
    await keepGoodCopy(inventory, folder);
    return cycle;
  } catch (error) {
    return withNotKept(cycle, 'state', stateFault('keep a copy of the inventory', folder, error));
  }
}
