import type { ClusterRun } from '../../compose/run-several.ts';
import type { OutputFormat } from '../../cycle/options.ts';
import { type Report, SCHEMA_VERSION } from '../../domain/report.ts';
import { explain } from '../explain.ts';
import { clean, harmlessJson } from './clean.ts';
import { plain } from './markdown.ts';
import { renderReport } from './render.ts';
import type { TextStyle } from './text.ts';
import { count } from './words.ts';

/** What a reader is told of one of several clusters. */
export interface ClusterEnd {
  readonly context: string;
  /** Null: there is no report, and `why` says why. */
  readonly report: Report | null;
  readonly why: string | null;
  readonly exitCode: number;
}

export function clusterEnd(run: ClusterRun): ClusterEnd {
  const { context } = run;
  if (run.status === 'broke') {
    const { lines, code } = explain(run.error);
    return { context, report: null, why: lines.join('; '), exitCode: code };
  }
  if (run.status === 'no-time')
    return { context, report: null, why: 'the time was over before its cycle began', exitCode: 3 };
  if (run.status === 'not-begun') return { context, report: null, why: 'stopped before its cycle began', exitCode: 0 };
  const { result } = run;
  if (result.status === 'done') return { context, report: result.report, why: null, exitCode: result.exitCode };
  const why = `skipped: ${result.holder} is at work on this cluster`;
  return { context, report: null, why, exitCode: result.exitCode };
}

/** A fault of our own, the cluster, the configuration, `--fail-on`, a gap: as for one cluster. */
const WORST_FIRST = [70, 3, 2, 10, 1] as const;

export function worstExit(ends: readonly Pick<ClusterEnd, 'exitCode'>[]): number {
  return WORST_FIRST.find((code) => ends.some(({ exitCode }) => exitCode === code)) ?? 0;
}

/** One document for all clusters: in JSON an object, else the usual reports with a line before each. */
export async function severalText(
  ends: readonly ClusterEnd[],
  format: OutputFormat,
  style: TextStyle,
): Promise<string> {
  if (format === 'json') return `${harmlessJson({ schemaVersion: SCHEMA_VERSION, clusters: ends })}\n`;
  const parts = await Promise.all(
    ends.map(async ({ context, report, why }, i) => {
      const of = `${i + 1} of ${ends.length}`;
      const head = format === 'markdown' ? `# ${plain(context)} (${of})` : `=== ${clean(context)} (${of}) ===`;
      const words = format === 'markdown' ? plain(why ?? '') : clean(why ?? '');
      return `${head}\n\n${report === null ? `${words}\n` : await renderReport(report, format, style)}`;
    }),
  );
  const summary = summaryOf(ends);
  return `${[format === 'markdown' ? plain(summary) : summary, ...parts].join('\n\n')}`;
}

/** `3 clusters: 1 not read (b), 1 with incidents (c), 1 quiet`. */
function summaryOf(ends: readonly ClusterEnd[]): string {
  const groups = Map.groupBy(ends, stateOf);
  const named = STATES.flatMap((state) => {
    const names = (groups.get(state) ?? []).map(({ context }) => clean(context));
    return names.length === 0 ? [] : [`${names.length} ${state} (${names.join(', ')})`];
  });
  return `${count(ends.length, 'cluster')}: ${named.join('; ')}`;
}

const STATES = ['without a cycle', 'not readable', 'with open incidents', 'quiet'] as const;

function stateOf({ report }: ClusterEnd): (typeof STATES)[number] {
  if (report === null) return 'without a cycle';
  if (report.cycle.outcome === 'failed') return 'not readable';
  return report.incidents.some(({ status }) => status === 'open') ? 'with open incidents' : 'quiet';
}
