import packageJson from '../../../package.json' with { type: 'json' };
import { doctorBench } from '../../compose/doctor.ts';
import { didYouMean } from '../../config/suggest.ts';
import { CHECKS } from '../../doctor/registry.ts';
import { type CheckResult, countsOf, GROUPS, type Group, worstOf } from '../../doctor/result.ts';
import { runChecks } from '../../doctor/run.ts';
import type { RawDoctorFlags } from '../commands/doctor.ts';
import { doctorText } from '../doctor-text.ts';
import { CONFIGURATION, UNREAD } from '../exit-codes.ts';
import { showProgress } from '../progress.ts';
import { harmlessJson } from '../report/clean.ts';
import { outputFault } from '../run-flags.ts';
import { stopSwitch } from '../stop-switch.ts';
import { outputStyle, print, warn } from '../terminal.ts';

const EXIT_CODES = { ok: 0, warn: UNREAD, fail: CONFIGURATION } as const;

const ONE_CONTEXT = 'doctor looks at one cluster at a time: call it once for each context of --context';

/** `doctor`: every check with what it found, why it matters and the mend. The exit code is that of the worst. */
export async function doctorAction(flags: RawDoctorFlags): Promise<number> {
  const groups = (flags.only ?? []).map(groupNamed);
  const wrong = [...outputFault(flags.output), ...groups.flatMap((group) => ('fault' in group ? [group.fault] : []))];
  if (flags.context?.includes(',') === true) wrong.push(ONE_CONTEXT);
  if (wrong.length > 0) {
    warn(wrong);
    return CONFIGURATION;
  }
  const only = groups.flatMap((group) => ('group' in group ? [group.group] : []));
  const stop = stopSwitch();
  try {
    const { results, at } = await looked(flags, only, stop.signal);
    const json = { schemaVersion: 1, ...summaryOf(results, at), checks: results };
    await print(flags.output === 'json' ? `${harmlessJson(json)}\n` : doctorText(results, outputStyle()));
    return stop.exitCode() ?? EXIT_CODES[worstOf(countsOf(results))];
  } finally {
    stop.release();
  }
}

async function looked(flags: RawDoctorFlags, only: readonly Group[], signal: AbortSignal) {
  const progress = await showProgress();
  const offline = flags.offline ?? false;
  const named = {
    CONFIG_FILE: flags.config,
    K3S_CONTEXT: flags.context,
    SERVICES_FILE: flags.services,
    AGENTS_DIR: flags.agents,
    STATE_DIR: flags.state,
  };
  const bench = doctorBench(named, offline);
  try {
    const { scrub, clock } = bench.value;
    const options = { only, offline, scrub, onProgress: progress.say, signal };
    return { results: await runChecks(CHECKS, bench.value, options), at: clock.now() };
  } finally {
    progress.stop();
    await bench.close();
  }
}

function summaryOf(results: readonly CheckResult[], at: Date) {
  const counts = countsOf(results);
  return { version: packageJson.version, at: at.toISOString(), status: worstOf(counts), counts };
}

function groupNamed(text: string): { readonly group: Group } | { readonly fault: string } {
  const group = GROUPS.find((name) => name === text);
  if (group !== undefined) return { group };
  return { fault: `--only takes ${GROUPS.join(', ')}, not "${text}"${didYouMean(text, GROUPS)}` };
}
