import { writeRecording } from '../collect/record.ts';
import { effectiveSettings } from '../config/effective.ts';
import { inventoryFile } from '../config/inventory.ts';
import type { Values } from '../config/settings.ts';
import { type CycleResult, withNotKept } from '../cycle/cycle-result.ts';
import { exitCode } from '../cycle/exit-code.ts';
import type { RunHooks, RunOptions, RunResult } from '../cycle/options.ts';
import type { Parts } from '../cycle/parts.ts';
import { runCycle } from '../cycle/run-cycle.ts';
import type { Transcript } from '../domain/agent.ts';
import { MINUTE } from '../domain/duration.ts';
import { emptyLedger } from '../domain/ledger.ts';
import type { Report } from '../domain/report.ts';
import { fixedClock, systemClock } from '../platform/clock.ts';
import { openLog } from '../platform/log.ts';
import { writeCycle } from '../record/cycle-log.ts';
import { directoryStore } from '../record/directory.ts';
import { stateFault } from '../record/state-fault.ts';
import { noStore } from '../record/store.ts';
import { writeTranscripts } from '../record/transcripts.ts';
import { channelsOf } from './channels.ts';
import { historyOf } from './cluster-history.ts';
import { changesInUse } from './git.ts';
import { githubInUse } from './github.ts';
import { modelInUse } from './model.ts';
import { tokenScrubber } from './own-tokens.ts';
import { liveSource, type Source, snapshotSource } from './reading.ts';
import { type Keeping, keepingChanges, withRecorded } from './recorded-changes.ts';
import { keepGoodCopy, type ServicesInUse, servicesInUse } from './services.ts';
import { slackSender } from './slack.ts';

/** From flags to one finished cycle. Throws a ConfigError when the configuration leaves nothing to run. */
export async function runOnce(options: RunOptions, hooks: RunHooks): Promise<RunResult> {
  const values = effectiveSettings({
    CONFIG_FILE: options.config,
    K3S_CONTEXT: options.context,
    SERVICES_FILE: options.services,
    AGENTS_DIR: options.agents,
    STATE_DIR: options.state,
  });
  // A replay leaves the state of the live cluster alone, unless it is told which state to use.
  const stateDir = options.snapshot !== undefined && options.state === undefined ? null : values.STATE_DIR;
  const inUse = servicesInUse(inventoryFile(values.SERVICES_FILE, process.cwd()), stateDir);
  const clock = options.now === undefined ? systemClock : fixedClock(options.now);
  const { services, faults } = inUse.inventory;
  const source =
    options.snapshot === undefined
      ? liveSource(values, options, services, clock, hooks)
      : await snapshotSource(options.snapshot, options, services, clock);
  const keptDir = options.dryRun ? null : stateDir;
  const github = githubInUse(values, keptDir, clock);
  const changes = changesInUse(values, github, keptDir, clock);
  const model = await modelInUse({
    values,
    noModel: options.noModel,
    source,
    services,
    github,
    purpose: options.dryRun ? 'dry-run' : source.kind === 'live' ? 'cycle' : 'replay',
    onProgress: hooks.onProgress,
    signal: hooks.signal,
  });
  // A replay wakes nobody, unless it goes on with the state of a monitor.
  const sends = !options.dryRun && (source.kind === 'live' || options.state !== undefined);
  const sender = sends ? slackSender(values, tokenScrubber(values)) : null;
  const keeping = keepingChanges(
    await withRecorded({ ...changes.value, history: historyOf(source) }, options.snapshot),
    options.record,
  );
  try {
    const parts = {
      ...partsOf(values, options, hooks, source, inUse, stateDir),
      troubles: [...inUse.troubles, ...model.troubles],
      changes: keeping.part,
      model: model.part,
      notifier: sender?.value ?? null,
    };
    const log = await openLog(values.LOG_LEVEL);
    log.debug('cycle starts', { source: source.kind, services: services.length });
    const cycle = await keptWith(keeping, await runCycle(parts));
    const kept = stateDir === null || options.dryRun ? cycle : await keepServices(cycle, inUse, stateDir);
    const { report, newGaps } = kept;
    const notKept = Object.values(kept.notKept);
    log.debug('steps took', { ms: report.timings });
    const open = report.incidents
      .filter((i) => i.status === 'open')
      .map((i) => ({ id: i.id, severity: i.severity, title: i.title }));
    log.info('cycle finished', {
      cycle: report.cycle.id,
      outcome: report.cycle.outcome,
      open,
      gaps: report.gaps.length,
    });
    const configurationFault = !inUse.usable || notKept.length > 0;
    const found = [...faults, ...(model.files?.faults ?? [])];
    return { report, exitCode: exitCode(report, newGaps, configurationFault, options.failOn), faults: found, notKept };
  } finally {
    await sender?.close();
    await changes.close();
    source.close();
  }
}

async function keptWith({ keep }: Keeping, cycle: CycleResult): Promise<CycleResult> {
  const why = await keep();
  return why === null ? cycle : withNotKept(cycle, 'recording', why);
}

/** The copy that a later cycle falls back to; without it this one is no worse. */
async function keepServices(cycle: CycleResult, { inventory }: ServicesInUse, stateDir: string): Promise<CycleResult> {
  try {
    await keepGoodCopy(inventory, stateDir);
    return cycle;
  } catch (error) {
    return withNotKept(cycle, 'state', stateFault('keep a copy of the inventory', stateDir, error));
  }
}

async function keepRecord(stateDir: string, report: Report, transcripts: readonly Transcript[]): Promise<void> {
  // First, as writing the cycle takes away what belongs to no cycle.
  if (transcripts.length > 0) await writeTranscripts(stateDir, report.cycle.id, transcripts);
  await writeCycle(stateDir, report);
}

function partsOf(
  values: Values,
  options: RunOptions,
  hooks: RunHooks,
  source: Source,
  inUse: ServicesInUse,
  stateDir: string | null,
): Omit<Parts, 'changes' | 'model' | 'notifier' | 'troubles'> {
  const { record } = options;
  return {
    source: source.kind,
    read: source.read,
    keep: record === undefined ? null : (snapshot) => writeRecording(record, snapshot),
    store: stateDir === null ? noStore(emptyLedger) : directoryStore(stateDir),
    services: inUse.inventory.services,
    raisesDrift: source.kind === 'live' || options.services !== undefined,
    policy: {
      hours: { timeZone: values.BUSINESS_TZ, ...values.BUSINESS_HOURS, weekdays: values.BUSINESS_DAYS },
      channels: channelsOf(values),
      escalation: values.ESCALATION,
    },
    sendDeadlineMs: values.SLACK_DEADLINE_SECONDS,
    clock: source.clock,
    runId: values.RUN_ID,
    dryRun: options.dryRun,
    slotMs: options.intervalMs ?? values.MONITORING_INTERVAL_HOURS,
    // A clock that stands still would find the fault as young as before.
    secondLook:
      source.kind === 'live' && options.now === undefined
        ? { youngerThanMs: MINUTE, afterMs: values.SECOND_LOOK_SECONDS }
        : null,
    stateDir,
    writeRecord: stateDir === null ? null : (report, transcripts) => keepRecord(stateDir, report, transcripts),
    onProgress: hooks.onProgress,
    signal: hooks.signal,
  };
}
