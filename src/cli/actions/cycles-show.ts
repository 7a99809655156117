import { readCycle } from '../../record/cycle-log.ts';
import type { RawCyclesFlags } from '../commands/cycles.ts';
import { CONFIGURATION } from '../exit-codes.ts';
import { renderReport } from '../report/render.ts';
import { parseOutput } from '../run-flags.ts';
import { settings } from '../settings.ts';
import { outputStyle, print, warn } from '../terminal.ts';

/** `cycles show`: the report of a cycle as it was printed then. */
export async function showAction(which: string, flags: RawCyclesFlags): Promise<number> {
  const output = parseOutput(flags.output);
  if (output === null) {
    warn([`--output takes text, markdown or json, not "${flags.output}"`]);
    return CONFIGURATION;
  }
  const { stateDir } = settings(flags);
  const read = await readCycle(stateDir, which);
  if ('problem' in read) {
    warn([read.problem]);
    return CONFIGURATION;
  }
  await print(await renderReport(read.report, output, { ...outputStyle(), messages: flags.messages ?? false }));
  return 0;
}
