// Logs of the run that crashed, and a recording that says the same again.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { Report } from '../../src/domain/report.ts';
import { cycle, scratch } from '../support/cli.ts';
import { onHomelab } from './lab.ts';
import { brief } from './reading.ts';
import { recover } from './recover.ts';
import { backendOom, vaultSealed } from './scenarios.ts';

// Assembled, so that no scanner takes this file for a leak.
const PASSWORD = ['hunter', 'Two', '9f3c1'].join('');
const LOG = [
  'INFO:     Application startup complete.',
  `INFO:     connecting to mysql://chores:${PASSWORD}@mysql.mysql.svc:3306/chores`,
  'WARNING:  memory 63 MiB of 64 MiB',
].join('\n');

onHomelab('what a cycle read', (cluster) => {
  const kubeconfig = cluster.kubeconfigFor('monitor');
  afterEach(() => recover(cluster));

  it('holds the log of the run that crashed, without its secrets, and can be replayed', async () => {
    await backendOom(cluster, 6, LOG);
    await vaultSealed(cluster, 8);
    const [state, recording] = [scratch(), scratch()];
    const live = await cycle({ kubeconfig, state, args: ['--record', recording] });

    const logs = live.report.logs.filter(({ pod }) => pod.namespace === 'chores-tracker-backend');
    expect(
      logs.map(({ previous, container }) => ({ previous, container })),
      brief(live.report),
    ).toContainEqual({
      previous: true,
      container: 'chores-tracker-backend',
    });
    expect(logs[0]?.text).toContain('memory 63 MiB of 64 MiB');
    for (const text of [live.stdout, live.stderr, ...contents(state), ...contents(recording)]) {
      expect(text).not.toContain(PASSWORD);
    }

    const now = live.report.cycle.startedAt;
    const replay = await cycle({ state: scratch(), args: ['--snapshot', recording, '--now', now] });
    expect(replay.code).toBe(live.code);
    expect(replay.report.cycle.source).toBe('snapshot');
    expect(lasting(replay.report)).toEqual(lasting(live.report));

    const again = await cycle({ state: scratch(), args: ['--snapshot', recording, '--now', now] });
    expect(lasting(again.report)).toEqual(lasting(replay.report));
  });

  it('of a recording has the time of the recording for now', async () => {
    await backendOom(cluster);
    const recording = scratch();
    const live = await cycle({ kubeconfig, args: ['--record', recording] });
    const replay = await cycle({ args: ['--snapshot', recording] });

    expect(lasting(replay.report).incidents).toEqual(lasting(live.report).incidents);
  });
});

/** A report without what every run has of its own: ids, its times, its timings. */
function lasting({ incidents, findings, gaps, services, logs, decisions }: Report) {
  return {
    incidents: incidents.map(({ id: _id, key: _key, ...rest }) => rest),
    findings,
    services,
    gaps,
    logs,
    decisions: decisions.map(({ incidentId: _id, ...rest }) => rest),
  };
}

function contents(dir: string): readonly string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}
