import { withState } from '../../compose/state.ts';
import type { Report } from '../../domain/report.ts';
import { dollars } from '../../domain/words.ts';
import type { RecordList } from '../../record/state-store.ts';
import { columns } from '../columns.ts';
import type { RawCyclesFlags } from '../commands/cycles.ts';
import { CONFIGURATION } from '../exit-codes.ts';
import { harmlessJson } from '../report/clean.ts';
import { pen } from '../report/layout.ts';
import { overview } from '../report/overview.ts';
import type { TextStyle } from '../report/text.ts';
import { lens } from '../report/time.ts';
import { outputFault } from '../run-flags.ts';
import { stateSettings } from '../settings.ts';
import { outputStyle, print, warn } from '../terminal.ts';

/** `cycles list`: the last cycles, the newest first. */
export async function listAction(flags: RawCyclesFlags): Promise<number> {
  const limit = Number(flags.limit);
  const faults = [
    ...(Number.isInteger(limit) && limit > 0 ? [] : [`--limit takes a number from 1 up, not "${flags.limit ?? ''}"`]),
    ...outputFault(flags.output),
  ];
  if (faults.length > 0) {
    warn(faults);
    return CONFIGURATION;
  }
  return withState(stateSettings(flags), async (state) => {
    const list = await state.listRecords(limit);
    const text = () => listText(list, state.place, outputStyle());
    await print(flags.output === 'json' ? `${harmlessJson(list.cycles.map(row))}\n` : text());
    warn(list.damaged);
    return 0;
  });
}

function row(report: Report) {
  const { open, worst } = overview(report);
  const verdicts = (name: 'notify' | 'hold'): number =>
    report.decisions.filter(({ verdict }) => verdict === name).length;
  return {
    id: report.cycle.id,
    startedAt: report.cycle.startedAt,
    cluster: report.cycle.cluster.name,
    outcome: report.cycle.outcome,
    worst,
    incidents: open.length,
    told: verdicts('notify'),
    held: verdicts('hold'),
    gaps: report.gaps.length,
    tokens: report.usage.inputTokens + report.usage.outputTokens,
    usd: report.usage.usd,
  };
}

const HEAD = ['OUTCOME', 'WORST', 'OPEN', 'TOLD', 'HELD', 'GAPS', 'COST', 'CYCLE'];

function listText({ cycles, total }: RecordList, place: string, style: TextStyle): string {
  if (total === 0) return `No cycle is recorded in ${place} yet: run \`k8s-monitor run --once\`.\n`;
  const { paint } = pen(style.width, style.color);
  const seen = lens(new Date(cycles[0]?.cycle.startedAt ?? 0), style.timeZone);
  const rows = cycles.map((report) => {
    const { startedAt, outcome, worst, incidents, told, held, gaps, usd, id } = row(report);
    return [
      seen.short(startedAt),
      outcome,
      worst ?? '-',
      `${incidents}`,
      `${told}`,
      `${held}`,
      `${gaps}`,
      dollars(usd),
      id,
    ];
  });
  const [head = '', ...lines] = columns([[`TIME ${seen.zone}`, ...HEAD], ...rows], style.width);
  const more = total > cycles.length ? [paint('dim', `${cycles.length} of ${total}; -n shows more`)] : [];
  return `${[paint('bold', head), ...lines, ...more].join('\n')}\n`;
}
