// Several scripted clusters behind one kubeconfig, and what tells of them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { Report } from '../../src/domain/report.ts';
import { fakeHealthchecks } from '../fakes/healthchecks/server.ts';
import { fakeSlack } from '../fakes/slack/fake-slack.ts';
import { scratch } from './cli.ts';
import { app } from './cycles-objects.ts';
import { type FakeApi, type FakeApiOptions, fakeApi } from './fake-api.ts';

/** Nobody answers there. */
export const NOBODY = 'http://127.0.0.1:1';
const TOKEN = 'xoxb-fake-token-for-tests-000000';
const SERVICES = `1. Critical (P0 - business critical)

  1.1 shop-api
  - Namespace: shop-api
  - Max Downtime: none
`;

/** `uid`: of the cluster. shop-api fares as said, since an hour ago. */
export function objectsOf(uid: string, fare: 'ok' | 'crash'): readonly object[] {
  const names = ['shop-api'].map((name) => ({ kind: 'Namespace', metadata: { name } }));
  const since = new Date(Date.now() - 3_600_000);
  return [{ kind: 'Namespace', metadata: { name: 'kube-system', uid } }, ...names, ...app('shop-api', [fare], since)];
}

export async function clusterApi(options: FakeApiOptions): Promise<FakeApi> {
  const api = await fakeApi(options);
  onTestFinished(api.stop);
  return api;
}

/** `servers`: by the name of their context. */
export async function clusters(servers: Readonly<Record<string, string>>) {
  const slack = await fakeSlack({
    token: TOKEN,
    channels: [
      { id: 'C0CRITICAL1', name: 'critical' },
      { id: 'C0STANDARD1', name: 'standard' },
    ],
  });
  const check = await fakeHealthchecks();
  onTestFinished(async () => {
    await Promise.all([slack.stop(), check.stop()]);
  });
  const home = scratch();
  const state = join(home, 'state');
  const file = (name: string, text: string): string => {
    writeFileSync(join(home, name), text);
    return join(home, name);
  };
  const env = {
    KUBECONFIG: file('config', kubeconfig(servers)),
    SERVICES_FILE: file('services.txt', SERVICES),
    STATE_DIR: state,
    SLACK_BOT_TOKEN: TOKEN,
    SLACK_API_URL: slack.url,
    SLACK_CHANNEL: '#standard',
    SLACK_CHANNEL_CRITICAL: '#critical',
    HEARTBEAT_URL: check.url,
    SECOND_LOOK_SECONDS: '0.1',
    SEND_PACE_SECONDS: '0.02',
    API_CALL_TIMEOUT_SECONDS: '3',
    READ_DEADLINE_SECONDS: '6',
  };
  return { slack, env, state, file, pings: () => check.accepted.map(({ action }) => action) };
}

/** The document that a run of several clusters prints. */
export function clustersIn(stdout: string) {
  return Document.parse(JSON.parse(stdout)).clusters;
}

const Document = z.object({
  schemaVersion: z.literal(1),
  clusters: z.array(
    z.object({
      context: z.string(),
      report: Report.nullable(),
      why: z.string().nullable(),
      exitCode: z.number(),
    }),
  ),
});

function kubeconfig(servers: Readonly<Record<string, string>>): string {
  const names = Object.keys(servers);
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': names[0],
    clusters: names.map((name) => ({ name, cluster: { server: servers[name] } })),
    users: [{ name: 'tester', user: { token: 'of-tests' } }],
    contexts: names.map((name) => ({ name, context: { cluster: name, user: 'tester' } })),
  });
}
