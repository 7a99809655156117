import type { Month } from './month-run.ts';

/** What the month was like, and what came of it. */
export function monthTable({ plan, diary, totals }: Month): string {
  const hours = (is: (hour: (typeof plan)[number]) => boolean): number => plan.filter(is).length;
  const reasons = [
    ...Map.groupBy(
      diary.owed.filter(({ deliveryId }) => deliveryId === null),
      ({ reason }) => reason,
    ),
  ];
  const rows: readonly (readonly [string, string | number])[] = [
    ['days, hours', `${plan.length / 24}, ${plan.length}`],
    ['cycles that ran to their end', diary.cycles.length],
    [
      'killed, of them for good',
      `${diary.kills.length}, ${diary.kills.filter(({ n }) => plan[n]?.kill === 'for good').length}`,
    ],
    ['hours nobody started a cycle', hours(({ isMissed }) => isMissed)],
    ['newest state damaged', diary.damages.length],
    ['hours with trouble in Slack', hours(({ slack }) => slack !== null)],
    ['hours with trouble in the API', hours(({ api }) => api !== null)],
    ['hours without the model', hours(({ isModelDown }) => isModelDown)],
    ['hours with something broken', hours(({ faults }) => Object.keys(faults).length > 0)],
    ['decided to tell', `${totals.decided} (${reasons.map(([reason, all]) => `${all.length} ${reason}`).join(', ')})`],
    ['messages that Slack took', totals.arrived],
    ['taken twice, at most', `${totals.doubled}, ${totals.mayBeDoubled}`],
    ['lost', totals.problems.filter((problem) => problem.startsWith('LOST')).length],
    ['problems', totals.problems.length],
  ];
  return rows.map(([name, value]) => `  ${name.padEnd(32)}${value}`).join('\n');
}
