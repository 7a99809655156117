import { expect, it } from 'vitest';
import { benchOf } from '../../tests/support/doctor-bench.ts';
import { HOUR, MINUTE } from '../domain/duration.ts';
import { fixedClock } from '../platform/clock.ts';
import { ReadError } from '../platform/errors.ts';
import type { AgentSeen, Bench, ModelSeen } from './bench.ts';
import { api } from './checks/api.ts';
import { cycle } from './checks/cycle.ts';
import { github } from './checks/github.ts';
import { kinds } from './checks/kinds.ts';
import { key, models } from './checks/model.ts';
import { price } from './checks/price.ts';
import { node } from './checks/program.ts';

const NOW = new Date('2026-03-10T10:05:00Z');
const signal = new AbortController().signal;
const bench = (parts: Partial<Bench>, env: Record<string, string> = {}): Bench => {
  return { ...benchOf(env), clock: fixedClock(NOW), ...parts };
};

it.each([
  ['22.18.9', 'fail'],
  ['22.19.0', 'ok'],
  ['24.0.0', 'ok'],
  ['20.20.0', 'fail'],
])('Node %s: %s', async (version, status) => {
  const program = { ...benchOf().program, node: version };
  expect(await node.run(bench({ program }), signal)).toMatchObject({ status });
});

it.each([
  ['v1.22.17+k3s1', 'warn'],
  ['v1.23.0', 'ok'],
  ['v1.34.2+k3s1', 'ok'],
  ['v2.0.0', 'ok'],
])('Kubernetes %s: %s', async (version, status) => {
  const greet = async () => ({ name: 'homelab', server: 'https://x', version, aheadMs: 0 });
  const cluster = { ...benchOf().cluster, greet, whoAmI: async () => null };
  expect(await api.run(bench({ cluster }), signal)).toMatchObject({ status });
});

it.each([
  [HOUR, 'ok'],
  [HOUR + 14 * MINUTE, 'ok'],
  [HOUR + 16 * MINUTE, 'warn'],
  [4 * HOUR, 'fail'],
])('a last cycle %i ms ago, of an hourly one: %s', async (ageMs, status) => {
  const at = new Date(NOW.getTime() - ageMs);
  const lastCycles = async () => ({ cycles: [{ at, cluster: 'homelab', uid: 'uid-1' }], damaged: [] });
  expect(await cycle.run(bench({ state: { ...benchOf().state, lastCycles } }), signal)).toMatchObject({ status });
});

it('metrics that are served and do not answer are looked at; those that are not there are not missed', async () => {
  const cluster = { ...benchOf().cluster, serves: async () => true, sample: async () => {} };
  const broken = async () => Promise.reject(new ReadError('error', 'HTTP 503', { status: 503 }));
  expect(await kinds.run(bench({ cluster }), signal)).toMatchObject({ status: 'ok' });
  expect(await kinds.run(bench({ cluster: { ...cluster, sample: broken } }), signal)).toMatchObject({
    status: 'warn',
    found: expect.stringContaining('metrics.k8s.io does not answer: HTTP 503'),
    mend: expect.stringContaining('metrics-server'),
  });
  const none = { ...cluster, serves: async () => false };
  expect(await kinds.run(bench({ cluster: none }), signal)).toMatchObject({ status: 'ok' });
});

const SEEN = { branch: 'main', head: 'abcdef0123', scopes: null, expiresAt: null, readsPulls: true };
it.each([
  ['a fine-grained token', {}, 'ok', []],
  ['a classic one without scopes', { scopes: [] }, 'ok', []],
  ['one that may write', { scopes: ['repo'] }, 'warn', [expect.stringContaining('repo may also write')]],
  ['one that reads only', { scopes: ['read:org', 'repo:status'] }, 'ok', []],
  ['one without pull requests', { readsPulls: false }, 'warn', [expect.stringContaining('pull requests')]],
  ['one that ends soon', { expiresAt: new Date('2026-03-12T00:00:00Z') }, 'warn', ['the token ends on 2026-03-12']],
])('GitHub with %s', async (_what, seen, status, details) => {
  const changes = { ...benchOf().changes, github: async () => ({ ...SEEN, ...seen }) };
  const env = { GITHUB_REPOSITORY: 'acme/gitops', GITHUB_TOKEN: 'some-token' };
  expect(await github.run(bench({ changes }, env), signal)).toMatchObject({ status, details });
});

const AGENT: AgentSeen = {
  name: 'k8s-analyzer',
  model: 'claude-haiku-4-5-20251001',
  from: 'k8s-analyzer.md:4',
  price: { input: 1, output: 5 },
  fallback: 'claude-haiku-5-5',
};
const model = (seen: Partial<ModelSeen> | null): Bench['model'] => ({
  anthropic: true,
  set: true,
  all: async () => (seen === null ? [] : [{ id: AGENT.model, lifecycle: 'active', retiresAt: null, ...seen }]),
  one: async () => null,
});
const agents = async () => ({ folder: 'agents', faults: [], agents: [AGENT] });

it.each([
  [{}, 'ok', []],
  [
    { lifecycle: 'deprecated', retiresAt: new Date('2026-05-01') },
    'warn',
    ['claude-haiku-4-5-20251001 is retired on 2026-05-01 (k8s-analyzer.md:4)'],
  ],
  [
    { lifecycle: 'retired' },
    'fail',
    ['claude-haiku-4-5-20251001 is retired (k8s-analyzer.md:4); until then claude-haiku-5-5 is asked'],
  ],
  [null, 'fail', ['claude-haiku-4-5-20251001 is not there (k8s-analyzer.md:4)']],
] as const)('a model that is %j: %s', async (seen, status, details) => {
  expect(await models.run(bench({ model: model(seen), agents }), signal)).toMatchObject({ status, details });
});

it.each([
  ['account', false, 'fail', /ANTHROPIC_API_KEY/],
  ['spend-limit', true, 'warn', /rules work alone/],
  ['unreachable', false, 'fail', /ANTHROPIC_BASE_URL/],
])('a key that meets %s', async (code, passing, status, mend) => {
  const all = async () => ({ code, found: 'no', mend: null, passing });
  expect(await key.run(bench({ model: { ...model({}), all } }), signal)).toMatchObject({
    status,
    mend: expect.stringMatching(mend),
  });
});

it('a model without a price is counted as nothing: told on Anthropic, where it matters', async () => {
  const unknown = async () => ({ folder: 'agents', faults: [], agents: [{ ...AGENT, price: null }] });
  expect(await price.run(bench({ model: model({}), agents: unknown }), signal)).toMatchObject({ status: 'warn' });
  const own = { ...model({}), anthropic: false };
  expect(await price.run(bench({ model: own, agents: unknown }), signal)).toMatchObject({ status: 'ok' });
});
