// Secrets in logs, events, environment, annotations and commits: none of them leaves for the model, Slack, a file, the terminal or a tool.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { expect, it, onTestFinished } from 'vitest';
import { GONE } from '../../../src/platform/redact/gone.cases.ts';
import { KEPT } from '../../../src/platform/redact/kept.cases.ts';
import { byAgent, inTurn, type Script } from '../../fakes/messages/script.ts';
import { ANALYSIS, OPINION, READ_COMMIT, READ_INIT_LOG, REVIEW, WORDS } from '../../support/answers.ts';
import { cli, scratch } from '../../support/cli.ts';
import { labelledBeside, leaky, markOf, type Secretive } from '../../support/leaky.ts';
import { promptsOf } from '../../support/model-traffic.ts';
import { GITHUB } from '../../support/outage.ts';
import { CLI } from '../../support/tool-servers.ts';
import { KEY, SLACK_TOKEN, type World, world } from '../../support/world.ts';

const BESIDE = labelledBeside();
/** So many at once as one result of a tool holds. */
const AT_ONCE = 24;
const namespace = 'shop-api';
const pod = 'shop-api-7d9f6b5c4-aaaaa';
const log = { ...READ_INIT_LOG.input, tailLines: 500 };
const events = { namespace, kind: null, name: null, limit: 100 };
const object = (kind: string, name: string) => ({ kind, namespace, name });
const file = { path: 'base-apps/shop-api/settings.yaml', ref: null };

/** Looks at all there is before it answers. */
const looking: Script = byAgent({
  'k8s-analyzer': inTurn([
    { tools: [{ name: READ_INIT_LOG.name, input: log }] },
    {
      tools: [
        { name: 'mcp__kubernetes__get_events', input: events },
        { name: 'mcp__kubernetes__get_resource', input: object('Deployment', namespace) },
        { name: 'mcp__kubernetes__get_resource', input: object('Pod', pod) },
      ],
    },
    { json: { ...ANALYSIS, cause: { ...ANALYSIS.cause, evidence: ['E1', 'L1', 'T1', 'T2', 'T3'] } } },
  ]),
  'github-reviewer': inTurn([
    { tools: [READ_COMMIT, { name: 'mcp__github__get_file', input: file }] },
    { json: REVIEW },
  ]),
  'escalation-manager': { json: OPINION },
  'slack-notifier': { json: WORDS },
});

/** A few of each sort of the product's own cases; texts of one line, of which many stand in one log. */
function own(): readonly Secretive[] {
  const kept = KEPT.filter((text) => !text.includes('\n')).map((text) => ({
    name: text,
    text,
    gone: [],
    kept: [text],
  }));
  const gone = GONE.filter(({ text }) => !text.includes('\n')).map(({ name, text, secret }) => {
    return { name, text, gone: [secret], kept: [] };
  });
  const every = (list: readonly Secretive[], n: number) => list.filter((_, i) => i % Math.ceil(list.length / n) === 0);
  return [...every(kept, AT_ONCE / 3), ...every(gone, (AT_ONCE * 2) / 3)];
}

it('the cases of the product are in no place that it writes to', { timeout: 90_000 }, () => expectNoLeak(own()));

it.skipIf(BESIDE.length === 0)(
  'neither are those of ../shared/cases/redaction.jsonl, and those of redaction-keep.jsonl are whole',
  { timeout: 90_000 },
  () => expectNoLeak(BESIDE),
);

async function expectNoLeak(cases: readonly Secretive[]): Promise<void> {
  const spoiled = leaky(cases);
  const recorded = scratch();
  const w = await world({
    model: looking,
    api: spoiled.api,
    github: { commits: spoiled.commits },
    env: { LOG_LEVEL: 'trace' },
  });
  const { code, report, stdout, stderr } = await w.cycle({ args: ['--record', recorded] });
  expect(code, stderr).toBe(0);
  expect(report.agents.map(({ status, toolCalls }) => [status, toolCalls])).toEqual([
    ['ok', 4],
    ['ok', 2],
    ['ok', 0],
    ['ok', 0],
  ]);
  const shown = await cli(['cycles', 'show', report.cycle.id, '--agents'], { STATE_DIR: w.state });
  expect(shown.code, shown.stderr).toBe(0);
  const places: Readonly<Record<string, readonly string[]>> = {
    'the Messages API': promptsOf(w),
    Slack: w.slack.requests.map(({ args }) => JSON.stringify(args)),
    'the state folder': textsIn(w.state),
    'the recording': textsIn(recorded),
    'standard output': [stdout, shown.stdout],
    'standard error': [stderr, shown.stderr],
    'tools over MCP': await toolTexts(w),
  };
  // Each of them was reached, or its silence would prove nothing.
  for (const [place, texts] of Object.entries(places))
    if (place !== 'standard error') expect(texts.join('').length, place).toBeGreaterThan(200);
  const secrets = [...cases.flatMap(({ gone }) => gone), KEY, SLACK_TOKEN, GITHUB.token];
  const leaks = Object.entries(places).flatMap(([place, texts]) =>
    secrets.filter((secret) => texts.some((text) => holds(text, secret))).map((secret) => `${secret} in ${place}`),
  );
  expect(leaks).toEqual([]);

  // All of it went this way, and what is no secret arrived whole.
  for (const place of ['the Messages API', 'tools over MCP']) {
    const text = (places[place] ?? []).join('\n');
    expect(
      cases.filter((_, i) => !text.includes(`${markOf(i)} `)),
      place,
    ).toEqual([]);
    const lost = cases.flatMap(({ kept }) => kept).filter((part) => !holds(text, part));
    expect(lost, place).toEqual([]);
  }
}

/** As it is, or inside JSON. */
function holds(text: string, part: string): boolean {
  return text.includes(part) || text.includes(JSON.stringify(part).slice(1, -1));
}

function textsIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

async function toolTexts(w: World): Promise<readonly string[]> {
  const calls = {
    kubernetes: [
      ['get_logs', log],
      ['get_logs', { ...log, container: 'api', previous: true }],
      ['get_events', events],
      ['get_resource', object('Deployment', namespace)],
      ['get_resource', object('Pod', pod)],
      ['list_resources', { kind: 'Event', namespace, labelSelector: null, limit: 200 }],
      ['scan_cluster', { namespace: null }],
      ['get_rollout_history', object('Deployment', namespace)],
    ],
    github: [
      ['get_commit', READ_COMMIT.input],
      ['get_file', file],
      ['list_commits', { path: null, since: null, until: null, limit: 50 }],
    ],
  } as const;
  const texts: string[] = [];
  for (const [server, list] of Object.entries(calls)) {
    const client = new Client({ name: 'test', version: '0' });
    const env = { PATH: process.env['PATH'] ?? '', HOME: scratch(), ...w.env };
    await client.connect(new StdioClientTransport({ command: CLI, args: ['mcp', server], env, stderr: 'ignore' }));
    onTestFinished(() => client.close());
    for (const [name, args] of list)
      texts.push(JSON.stringify(await client.callTool({ name, arguments: { ...args } })));
  }
  return texts;
}
