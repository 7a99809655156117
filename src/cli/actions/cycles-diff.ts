import { withState } from '../../compose/state.ts';
import type { RecordRead, StateStore } from '../../record/state-store.ts';
import type { RawCyclesFlags } from '../commands/cycles.ts';
import { type CycleDiff, diffCycles } from '../cycle-diff.ts';
import { CONFIGURATION } from '../exit-codes.ts';
import { harmlessJson } from '../report/clean.ts';
import { type Format, hang, type Pen, pen } from '../report/layout.ts';
import { outputFault } from '../run-flags.ts';
import { stateSettings } from '../settings.ts';
import { outputStyle, print, warn } from '../terminal.ts';

/** `cycles diff`: what is new, gone, better or worse. Without ids the last two cycles are compared. */
export async function diffAction(from: string | undefined, to: string, flags: RawCyclesFlags): Promise<number> {
  return withState(stateSettings(flags), (state) => diff(state, from, to, flags));
}

async function diff(state: StateStore, from: string | undefined, to: string, flags: RawCyclesFlags): Promise<number> {
  const earlier = from === undefined ? await oneBeforeLatest(state) : await state.readRecord(from);
  const later = await state.readRecord(to);
  const reads = [earlier, later];
  const problems = [
    ...reads.flatMap((read) => ('problem' in read ? [read.problem] : [])),
    ...outputFault(flags.output),
  ];
  if (!('report' in earlier && 'report' in later) || problems.length > 0) {
    warn([...new Set(problems)]);
    return CONFIGURATION;
  }
  const found = diffCycles(earlier.report, later.report);
  const { width, color } = outputStyle();
  await print(flags.output === 'json' ? `${harmlessJson(found)}\n` : diffText(found, pen(width, color)));
  return 0;
}

async function oneBeforeLatest(state: StateStore): Promise<RecordRead> {
  const { cycles, total } = await state.listRecords(2);
  const report = cycles.length === 2 ? cycles[1] : undefined;
  if (report !== undefined) return { report };
  return {
    problem: total < 2 ? 'a comparison needs two cycles' : 'one of the last two cycles is damaged: name two others',
  };
}

export function diffText(diff: CycleDiff, p: Pen): string {
  const { incidents, services } = diff;
  const change = (before: string | null, after: string | null): string =>
    [before, after].filter((state) => state !== null).join(' → ');
  const lines = (mark: string, format: Format, texts: readonly string[]): string[] =>
    texts.flatMap((text) => hang(p, `  ${p.paint(format, mark)} `, text));
  const incidentLines = (mark: string, format: Format, list: CycleDiff['incidents']['new']): string[] =>
    lines(
      mark,
      format,
      list.map(({ before, after, title, id }) => `${change(before, after)} ${title} (${id})`),
    );
  const serviceLines = (mark: string, format: Format, list: CycleDiff['services']['worse']): string[] =>
    lines(
      mark,
      format,
      list.map(({ name, before, after }) => `${name}: ${change(before, after)}`),
    );
  const names = (list: CycleDiff['services']['listed']): string[] => list.map(({ name }) => name);
  const blocks: readonly [string, readonly string[]][] = [
    ['New', incidentLines('+', 'red', incidents.new)],
    ['Worse', [...incidentLines('▲', 'red', incidents.worse), ...serviceLines('▲', 'red', services.worse)]],
    ['Better', [...incidentLines('▼', 'green', incidents.better), ...serviceLines('▼', 'green', services.better)]],
    ['Gone', incidentLines('✓', 'green', incidents.gone)],
    ['Newly listed services', lines('+', 'dim', names(services.listed))],
    ['No longer listed', lines('-', 'dim', names(services.unlisted))],
  ];
  const filled = blocks.filter(([, content]) => content.length > 0);
  const head = hang(p, '', `${diff.from} → ${diff.to}`, 'dim');
  const other = diff.sameCluster ? [] : hang(p, '! ', 'these are two different clusters', 'yellow');
  const body = filled.map(([title, content]) => [p.paint('bold', title), ...content].join('\n'));
  return `${[[...head, ...other].join('\n'), ...(body.length > 0 ? body : ['Nothing changed.'])].join('\n\n')}\n`;
}
