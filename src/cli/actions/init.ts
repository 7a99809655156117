import { join } from 'node:path';
import { readCluster } from '../../compose/read-cluster.ts';
import { type Kind, resourceName } from '../../kinds/registry.ts';
import type { Snapshot } from '../../kinds/snapshot.ts';
import { draftServices } from '../../setup/draft-services.ts';
import { likelyRepository } from '../../setup/repository.ts';
import { type Asker, openAsker, Stopped } from '../ask.ts';
import type { RawInitFlags } from '../commands/init.ts';
import { CONFIGURATION, UNREAD } from '../exit-codes.ts';
import { initFaults } from '../init-flags.ts';
import { diffText, type InitResult, initJson, initText } from '../init-text.ts';
import { showProgress } from '../progress.ts';
import { harmlessJson } from '../report/clean.ts';
import { type StopSwitch, stopSwitch } from '../stop-switch.ts';
import { outputStyle, print, warn } from '../terminal.ts';
import { answersOf, envText } from './init-answers.ts';
import { baseOf } from './init-base.ts';
import { textAt } from './init-files.ts';
import { looseEnds } from './init-loose.ts';
import { podSettings } from './init-pod.ts';
import { writeAll } from './init-write.ts';

const BLIND = 3;
const STOPPED = 130;

/** `init`: reads the cluster once and drafts what a monitor of it needs. Nothing is replaced unseen. */
export async function initAction(flags: RawInitFlags): Promise<number> {
  const onTerminal = process.stdin.isTTY && process.stderr.isTTY;
  const base = await baseOf(flags.base, flags.dir);
  const faults = [...initFaults(flags, onTerminal), ...('fault' in base ? [base.fault] : [])];
  if (faults.length > 0 || 'fault' in base) {
    warn(faults);
    return CONFIGURATION;
  }
  const stop = stopSwitch();
  let asker: Asker | null = null;
  try {
    const snapshot = await read(flags, stop);
    if (snapshot === null) return BLIND;
    asker = flags.yes ? null : openAsker(process.stdin, process.stderr);
    return await draft(flags, base.address, snapshot, asker);
  } catch (error) {
    if (error instanceof Stopped) {
      warn(['stopped; what was written before stays']);
      return STOPPED;
    }
    if (stop.exitCode() === null) throw error;
    return stop.exitCode() ?? STOPPED;
  } finally {
    asker?.close();
    stop.release();
  }
}

async function read(flags: RawInitFlags, stop: StopSwitch): Promise<Snapshot | null> {
  const progress = await showProgress();
  try {
    const { config, context, namespace, snapshot } = flags;
    const hooks = { onProgress: progress.say, signal: stop.signal };
    const result = await readCluster({ config, context, namespaces: namespace, snapshot }, hooks);
    if (result.status === 'read') return result.snapshot;
    progress.stop();
    warn([`${result.cluster.name} could not be read: ${result.why}`]);
    return null;
  } finally {
    progress.stop();
  }
}

async function draft(flags: RawInitFlags, base: string, snapshot: Snapshot, asker: Asker | null): Promise<number> {
  const gaps = hiddenBy(snapshot);
  const { text, services, unlisted } = draftServices(snapshot);
  if (services.length === 0) {
    warn([
      ...gaps,
      `no workload was found in ${snapshot.cluster.name}: nothing was written; look at --context and --namespace`,
    ]);
    return UNREAD;
  }
  const { timeZone } = outputStyle();
  const known = { env: await textAt(join(flags.dir, '.env')), repository: likelyRepository(snapshot), zone: timeZone };
  const answers = await answersOf(flags, known, asker);
  const showDiff = (diff: string) =>
    flags.output === 'json' ? Promise.resolve() : print(diffText(diff, outputStyle()));
  const env = envText(answers, known, flags.context);
  const pod = podSettings(env);
  const files = await writeAll(
    { services: text, env, pod, base },
    { dir: flags.dir, asker, force: flags.force ?? false, showDiff },
  );
  const result: InitResult = {
    cluster: snapshot.cluster.name,
    services,
    files,
    unlisted,
    gaps,
    dir: flags.dir,
    warnings: [...pod.leftOut, ...(await looseEnds(flags.dir))],
  };
  await print(flags.output === 'json' ? `${harmlessJson(initJson(result))}\n` : initText(result, outputStyle()));
  warn([...gaps, ...result.warnings]);
  return gaps.length > 0 ? UNREAD : 0;
}

/** What the draft is made of; a gap in anything else hides nothing from it. */
const READ = [
  'Namespace',
  'Pod',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'CronJob',
  'Rollout',
  'Service',
  'Ingress',
  'IngressClass',
] as const satisfies readonly Kind[];

function hiddenBy({ gaps }: Snapshot): readonly string[] {
  const needed = new Set<string>(READ.map(resourceName));
  return gaps
    .filter(({ resource }) => needed.has(resource))
    .map(({ verb, resource, namespace, cause }) => {
      const where = namespace === null ? '' : ` in ${namespace}`;
      return `could not ${verb} ${resource}${where} (${cause}): what that hides is missing in the draft`;
    });
}
