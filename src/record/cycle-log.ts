import { appendFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from '../domain/report.ts';
import { SEVERITIES } from '../domain/severity.ts';
import { writeAtomic } from '../platform/atomic-write.ts';
import { codeOf } from '../platform/errors.ts';
import { chooseCycle } from './choose-cycle.ts';
import { cycleFiles, cyclesFolder, recordPath } from './cycle-files.ts';
import { pruneCycles } from './prune-cycles.ts';
import { readReport } from './read-report.ts';

const JOURNAL = 'k8s-monitor.jsonl';
/** Then the journal moves to `.1`, in place of the one before: years of hourly cycles. */
const LARGEST_JOURNAL = 10 * 1024 * 1024;

/** Keeps a cycle: the whole report in a file of its own, and one line in the journal. */
export async function writeCycle(stateDir: string, report: Report): Promise<void> {
  await writeAtomic(recordPath(stateDir, report.cycle.id), `${JSON.stringify(report)}\n`);
  const journal = join(stateDir, JOURNAL);
  const size = await stat(journal).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LARGEST_JOURNAL) await rename(journal, `${journal}.1`);
  await appendFile(journal, `${JSON.stringify(journalLine(report))}\n`);
  await pruneCycles(cyclesFolder(stateDir));
}

function journalLine({ cycle, incidents, decisions, gaps, usage, timings }: Report): Record<string, unknown> {
  const open = incidents.filter(({ status }) => status === 'open');
  return {
    id: cycle.id,
    time: cycle.startedAt,
    outcome: cycle.outcome,
    ...Object.fromEntries(SEVERITIES.map((name) => [name, open.filter(({ severity }) => severity === name).length])),
    told: decisions.filter(({ verdict }) => verdict === 'notify').length,
    gaps: gaps.length,
    tokens: usage.inputTokens + usage.outputTokens,
    usd: usage.usd,
    ms: Object.values(timings).reduce((sum, step) => sum + step, 0),
  };
}

export interface CycleList {
  /** The newest first. */
  readonly cycles: readonly Report[];
  /** Files that can't be read, each with the reason. */
  readonly damaged: readonly string[];
  readonly total: number;
}

/** The newest cycles. A damaged file costs itself only. */
export async function listCycles(stateDir: string, limit: number): Promise<CycleList> {
  const files = await cycleFiles(cyclesFolder(stateDir));
  const reads = await Promise.all(files.slice(0, limit).map(({ path }) => readReport(path)));
  return {
    cycles: reads.flatMap((read) => ('report' in read ? [read.report] : [])),
    damaged: reads.flatMap((read) => ('problem' in read ? [read.problem] : [])),
    total: files.length,
  };
}

export type CycleRead = { readonly report: Report } | { readonly problem: string };

/** A cycle by its id, by the beginning of its id if no other begins so, or the `latest`. */
export async function readCycle(stateDir: string, which: string): Promise<CycleRead> {
  const folder = cyclesFolder(stateDir);
  let files: Awaited<ReturnType<typeof cycleFiles>>;
  try {
    files = await cycleFiles(folder);
  } catch (error) {
    return { problem: `${folder} cannot be read: ${codeOf(error)}` };
  }
  const chosen = chooseCycle(files, which, folder);
  return 'cycle' in chosen ? readReport(chosen.cycle.path) : chosen;
}
