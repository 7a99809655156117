// Makes tests/recordings/homelab, the cluster that `npm start` shows: a real control plane with the homelab of the
// end-to-end tests, in an interesting hour. By hand, after `npm run build`: node scripts/record-homelab.ts
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { startControlPlane } from '../tests/control-plane/start.ts';
import type { ControlPlane } from '../tests/control-plane/types.ts';
import { kubectl } from '../tests/e2e/cluster.ts';
import { breakPods } from '../tests/e2e/faults.ts';
import { backUp, homelab, syncRegistry } from '../tests/e2e/homelab/homelab.ts';
import { manifestText } from '../tests/e2e/homelab/objects.ts';
import { appSynced } from '../tests/e2e/homelab/statuses.ts';
import { rbac } from '../tests/e2e/rbac.ts';
import * as scenarios from '../tests/e2e/scenarios.ts';
import { timeWarp, type Warp } from '../tests/e2e/time-warp.ts';

const ROOT = join(import.meta.dirname, '..');
const FOLDER = join(ROOT, 'tests', 'recordings', 'homelab');
/** A Tuesday afternoon: whoever may be told is told. */
const MOMENT = new Date('2026-03-10T14:05:00Z');
const MONTH = 31 * 24 * 60;
const SEALED_LOG = [
  '==> Vault server started! Log data will stream in below:',
  '[INFO]  core: seal configuration loaded: type=shamir',
  '[INFO]  core: vault is sealed, waiting for unseal keys',
].join('\n');
const STARTING_LOG = 'INFO:     loading runbooks\nINFO:     connecting to Datadog';

const Objects = z.array(z.record(z.string(), z.unknown()));
const Event = z.object({ kind: z.literal('Event'), metadata: z.object({ creationTimestamp: z.iso.datetime() }) });

const warp = timeWarp();
const work = mkdtempSync(join(tmpdir(), 'record-homelab-'));
// What every cluster has is as old as the cluster.
await warp.phase(MONTH);
const cluster = await startControlPlane();
try {
  await interestingHour(cluster, warp);
  record(cluster);
} finally {
  await cluster.stop();
  rmSync(work, { recursive: true, force: true });
}
rewrite(warp);

async function interestingHour(lab: ControlPlane, { phase }: Warp): Promise<void> {
  await homelab(lab);
  await lab.apply(manifestText(rbac()));
  await kubectl(lab, 'delete', 'jobs', '--all', '-A');
  // At 02:00 and at 12:00, as scheduled.
  await phase(725);
  await backUp(lab);
  await phase(125);
  await syncRegistry(lab);
  await phase(47);
  await scenarios.whoamiDown(lab, 46);
  await appSynced(lab, 'whoami-test', 'Degraded', 47);
  await phase(24);
  await scenarios.backendCut(lab);
  await appSynced(lab, 'chores-tracker-backend', 'Degraded', 24);
  await phase(14);
  await scenarios.backendKilled(lab, 14);
  await phase(8);
  await scenarios.vaultSealed(lab, 8);
  await lab.setLogs({ namespace: 'vault', pod: 'vault-0', container: 'vault', current: SEALED_LOG });
  // Restarted a moment ago and not ready yet: no one is to be told.
  await phase(0.8);
  const oncall = { namespace: 'oncall-agent', selector: 'app=oncall-agent' };
  await breakPods(lab, oncall, { fault: 'not-ready' }, 1);
  await lab.setLogs({ ...oncall, container: 'oncall-agent', current: STARTING_LOG });
  // The last crash of a loop is never long ago.
  await phase(0.5);
  await breakPods(lab, scenarios.BACKEND, { fault: 'oom', since: 14, restarts: 7 });
}

function record(lab: ControlPlane): void {
  const kubeconfig = join(work, 'kubeconfig.json');
  writeFileSync(kubeconfig, readFileSync(lab.kubeconfigFor('monitor'), 'utf8').replaceAll('"test"', '"homelab"'));
  rmSync(FOLDER, { recursive: true, force: true });
  const args = ['run', '--once', '--context', 'homelab', '--no-model', '--state', join(work, 'state')];
  const result = spawnSync(join(ROOT, 'bin', 'k8s-monitor'), [...args, '--record', FOLDER], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', HOME: work, KUBECONFIG: kubeconfig },
    stdio: 'inherit',
  });
  if (result.status !== 0) throw new Error(`k8s-monitor ended with ${result.status}`);
}

/** Moves every time to the hour it stands for, and takes out what only the test's fake kubelet understands. */
function rewrite({ apply }: Warp): void {
  const head = join(FOLDER, 'recording.json');
  const takenAt = new Date(
    z.object({ takenAt: z.iso.datetime() }).parse(JSON.parse(readFileSync(head, 'utf8'))).takenAt,
  );
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).map((name) => join(FOLDER, name));
  let bytes = 0;
  for (const file of files.filter((path) => statSync(path).isFile())) {
    const text = apply(readFileSync(file, 'utf8'), takenAt, MOMENT);
    writeFileSync(file, file.includes('objects') ? cleaned(text) : text);
    bytes += statSync(file).size;
  }
  console.log(`${files.length} files, ${Math.ceil(bytes / 1024)} KiB in ${FOLDER}`);
}

/** One object a line, as `--record` writes them; without events that a cluster forgets after an hour. */
function cleaned(text: string): string {
  const objects = Objects.parse(
    JSON.parse(text, (key, value: unknown) => (key === 'labels' ? unmarked(value) : value)),
  );
  const kept = objects.filter((object) => !isForgotten(object));
  return `[\n${kept.map((object) => JSON.stringify(object)).join(',\n')}\n]\n`;
}

function isForgotten(object: unknown): boolean {
  const event = Event.safeParse(object);
  return event.success && Date.parse(event.data.metadata.creationTimestamp) < MOMENT.getTime() - 60 * 60_000;
}

function unmarked(labels: unknown): unknown {
  const given = z.record(z.string(), z.string()).safeParse(labels);
  return given.success ? Object.fromEntries(Object.entries(given.data).filter(([key]) => key !== 'fault')) : labels;
}
