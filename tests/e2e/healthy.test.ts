// Must hold 1 and 10.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { cycle, scratch } from '../support/cli.ts';
import { onHomelab } from './lab.ts';
import { manyOldRestarts, staleEvents } from './noise.ts';
import { alarms, brief } from './reading.ts';

onHomelab('a healthy homelab', (cluster) => {
  const kubeconfig = cluster.kubeconfigFor('monitor');

  it('is quiet, and the cycle is written down', async () => {
    const state = scratch();
    const { code, report } = await cycle({ kubeconfig, state, ahead: 2 });

    expect(alarms(report), brief(report)).toEqual([]);
    expect(report.services.filter(({ state: is }) => is !== 'ok')).toEqual([]);
    expect(report.services).toHaveLength(15);
    expect(report.findings).toEqual([]);
    expect(report.messages).toEqual([]);
    expect(report.gaps).toEqual([]);
    expect(report.cycle).toMatchObject({ outcome: 'ok', source: 'live', dryRun: false });
    expect(code).toBe(0);

    const written = readdirSync(state, { recursive: true, encoding: 'utf8' });
    expect(written.map((path) => basename(path))).toContain(`${report.cycle.id}.json`);
    const log = written.find((path) => basename(path) === 'k8s-monitor.jsonl');
    expect(log === undefined ? [] : lines(join(state, log))).toHaveLength(1);
  });

  it('stays quiet with completed jobs, 170 old restarts and events about what is over', async () => {
    await manyOldRestarts(cluster);
    await staleEvents(cluster);

    const { code, report } = await cycle({ kubeconfig, ahead: 2 });

    expect(report.findings, brief(report)).toEqual([]);
    expect(report.messages).toEqual([]);
    expect(code).toBe(0);
  });

  it('writes nothing with --dry-run', async () => {
    const state = scratch();
    const { code, report } = await cycle({ kubeconfig, state, ahead: 2, args: ['--dry-run'] });

    expect(report.cycle.dryRun).toBe(true);
    expect(code).toBe(0);
    expect(readdirSync(state, { recursive: true })).toEqual([]);
  });
});

const lines = (path: string): readonly string[] => readFileSync(path, 'utf8').split('\n').filter(Boolean);
