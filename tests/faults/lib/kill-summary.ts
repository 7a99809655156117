import type { Point } from './kill-run.ts';

/** The totals, a line each. */
export function summary(points: readonly Point[], ms: number): string {
  const killed = points.flatMap(({ outcome }) => (outcome === null ? [] : [outcome]));
  const strikes = killed.flatMap((outcome) => outcome.strikes);
  const places = [...Map.groupBy(strikes, ({ at }) => at)].map(([at, of]) => `${of.length} at ${PLACES[at]}`);
  const scenes = Map.groupBy(points, ({ scene }) => scene.replace(/ \d+$/, ''));
  const count = (word: string): number =>
    points.filter(({ problems }) => problems.some((p) => p.startsWith(word))).length;
  return [
    ...[...scenes].map(
      ([scene, of]) => `  ${scene.padEnd(24)} ${`${of.length}`.padStart(5)} points, ${failed(of)} failed`,
    ),
    `${strikes.length} kills in ${killed.length} points (${places.join(', ')}); ${points.length - killed.length} never caught alive`,
    `lost: ${count('LOST')}; told twice under two ids: ${count('TWICE')}; arrived a second time with the same id: ${killed.reduce((sum, { doubled }) => sum + doubled, 0)}`,
    `${points.length - failed(points)} points passed, ${failed(points)} failed, in ${Math.round(ms / 1000)} s`,
  ].join('\n');
}

/** As many points as were asked for, each of them killed, and nothing wrong with any. */
export function isProven(points: readonly Point[], asked: number): boolean {
  return points.length >= asked && points.length > 0 && failed(points) === 0;
}

const PLACES = { moment: 'any moment', slack: 'a call of Slack', api: 'a call of the API', file: 'a file' } as const;

function failed(points: readonly Point[]): number {
  return points.filter(({ problems }) => problems.length > 0).length;
}
