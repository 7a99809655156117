import { withState } from '../../compose/state.ts';
import type { OutputFormat } from '../../cycle/options.ts';
import type { Report } from '../../domain/report.ts';
import type { StateStore } from '../../record/state-store.ts';
import type { RawCyclesFlags } from '../commands/cycles.ts';
import { CONFIGURATION } from '../exit-codes.ts';
import { agentsText } from '../report/agents-text.ts';
import { harmlessJson } from '../report/clean.ts';
import { renderReport } from '../report/render.ts';
import { outputFault, parseOutput } from '../run-flags.ts';
import { stateSettings } from '../settings.ts';
import { outputStyle, print, warn } from '../terminal.ts';

/** `cycles show`: the report of a cycle as it was printed then, or with `--agents` what the agents did and said in it. */
export async function showAction(which: string, flags: RawCyclesFlags): Promise<number> {
  const output = parseOutput(flags.output);
  const agents = flags.agents ?? false;
  const faults = agents
    ? outputFault(flags.output).map((fault) => `with --agents, ${fault}`)
    : output === null
      ? [`--output takes text, markdown or json, not "${flags.output}"`]
      : [];
  if (output === null || faults.length > 0) {
    warn(faults);
    return CONFIGURATION;
  }
  return withState(stateSettings(flags), (state) => show(which, flags, output, state));
}

async function show(which: string, flags: RawCyclesFlags, output: OutputFormat, state: StateStore): Promise<number> {
  const read = await state.readRecord(which);
  if ('problem' in read) {
    warn([read.problem]);
    return CONFIGURATION;
  }
  if (flags.agents ?? false) return showAgents(state, read.report, output === 'json');
  await print(await renderReport(read.report, output, { ...outputStyle(), messages: flags.messages ?? false }));
  return 0;
}

async function showAgents(state: StateStore, report: Report, asJson: boolean): Promise<number> {
  const read = await state.readTranscripts(report.cycle.id);
  const transcripts = 'problem' in read ? [] : read.transcripts;
  const runs = report.agents;
  await print(asJson ? `${harmlessJson({ runs, transcripts })}\n` : agentsText(report, transcripts, outputStyle()));
  if (!('problem' in read)) return 0;
  warn([read.problem]);
  return CONFIGURATION;
}
