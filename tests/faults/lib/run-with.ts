// One cycle of a world with settings of its own.
import { Report } from '../../../src/domain/report.ts';
import { cli, type Ended } from '../../support/cli.ts';
import type { World } from '../../support/world.ts';

export interface Run extends Ended {
  readonly report: Report;
  readonly ms: number;
}

/** `at`: what the clock of the monitor says; null: the real one. */
export async function runWith(
  { env }: Pick<World, 'env'>,
  at: string | null,
  settings: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
): Promise<Run> {
  const began = performance.now();
  const clock = at === null ? [] : ['--now', at];
  const all = { ...env, ...settings };
  const model = 'ANTHROPIC_API_KEY' in all ? [] : ['--no-model'];
  const ended = await cli(['run', '--once', '--output', 'json', ...clock, ...model, ...args], all);
  const ms = performance.now() - began;
  return { ...ended, report: reportIn(ended), ms };
}

/** The report on standard output; throws with everything that was said when there is none. */
function reportIn({ code, stdout, stderr }: Ended): Report {
  try {
    return Report.parse(JSON.parse(stdout));
  } catch (error) {
    throw new Error(`exit ${code}, and no report: ${String(error)}\n${stdout.slice(0, 400)}\n${stderr}`);
  }
}

/** What the monitor says of itself. */
export function selfIn({ report }: Pick<Run, 'report'>): readonly Report['incidents'][number][] {
  return report.incidents.filter(({ rules }) => rules.includes('SELF'));
}
