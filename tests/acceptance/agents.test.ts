// `k8s-monitor agents …` as people run it, and the evals against a Messages API that answers what each eval says must pass.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { AgentName } from '../../src/domain/agent.ts';
import { AGENT_NAMES } from '../../src/domain/agent.ts';
import { type Eval, loadEvals } from '../../src/evals/load-evals.ts';
import { replay } from '../../src/evals/replay.ts';
import { type FakeMessages, fakeMessages } from '../fakes/messages/fake-messages.ts';
import { type Asked, always, FAIL, ScriptFault } from '../fakes/messages/script.ts';
import { cli, scratch } from '../support/cli.ts';

const ROOT = join(import.meta.dirname, '..', '..');

describe('agents list, check and show', () => {
  it('list the four agents, with their models', async () => {
    const { code, stdout } = await cli(['agents', 'list', '--output', 'json']);
    expect(code).toBe(0);
    const list: { agents: { name: string; state: string; model: string }[] } = JSON.parse(stdout);
    expect(list.agents.map(({ name, state }) => [name, state])).toEqual(AGENT_NAMES.map((name) => [name, 'ok']));
    expect((await cli(['agents', 'list'])).stdout).toContain('no ANTHROPIC_API_KEY is set');
  });

  it('find the shipped files fine, and name every fault of others with its place', async () => {
    const fine = await cli(['agents', 'check']);
    expect([fine.code, fine.stderr]).toEqual([0, '']);
    expect(fine.stdout).toContain('4 agents are fine');

    const folder = brokenAgents();
    const broken = await cli(['agents', 'check', '--agents', folder]);
    expect(broken.code).toBe(2);
    expect(broken.stderr).toContain(`${join(folder, 'github-reviewer.md')}:4:8: model "gpt-5"`);
    expect(broken.stderr).toContain(`${join(folder, 'slack-notifier.md')}:7:12: maxTokens`);
    expect(broken.stdout).toContain('2 of 4 agents cannot be used');
    const list = await cli(['agents', 'list', '--agents', folder]);
    expect([list.code, list.stdout]).toEqual([0, expect.stringContaining('off: ')]);
  });

  it('show what an agent is asked with, and where its model is from', async () => {
    const shown = await cli(['agents', 'show', 'k8s-analyzer'], { K8S_ANALYZER_MODEL: 'claude-haiku-5-5' });
    expect(shown.code).toBe(0);
    expect(shown.stdout).toContain('claude-haiku-5-5 (K8S_ANALYZER_MODEL)');
    expect(shown.stdout).toContain('$0.1 in, $0.5 out per million tokens');
    expect(shown.stdout).toContain('mcp__kubernetes__get_logs');
    expect(shown.stdout).toContain('You are k8s-analyzer');
    expect((await cli(['agents', 'show', 'slack-notifier'])).stdout).toContain('(slack-notifier.md:4)');
  });

  it('guess whom one meant', async () => {
    const { code, stderr } = await cli(['agents', 'show', 'k8s-analyser']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('did you mean "k8s-analyzer"?')]);
  });
});

describe('agents eval', () => {
  let evals: readonly Eval[];
  let titles: ReadonlyMap<string, string>;
  beforeAll(async () => {
    ({ evals } = await loadEvals(join(ROOT, 'tests', 'evals')));
    titles = new Map(await Promise.all(evals.map(async (one) => [one.slug, await titleOf(one)] as const)));
    expect(new Set(titles.values()).size).toBe(evals.length);
  });

  /** Answers as the eval at hand says; `wrong`: of this one the answers that must fail, where it has one for the agent. */
  async function model(wrong: string | null): Promise<FakeMessages> {
    const answerTo = ({ agent, text }: Asked): unknown => {
      const one = evals.find(({ slug }) => text.includes(titles.get(slug) ?? '\0'));
      const pick = (answers: readonly { readonly agent: AgentName; readonly answer: unknown }[] = []) =>
        answers.find((a) => a.agent === agent)?.answer;
      const found = (one?.slug === wrong ? pick(one?.answers.fail) : undefined) ?? pick(one?.answers.pass);
      if (found === undefined) throw new ScriptFault(`no answer of ${agent} to ${text.slice(0, 200)}`);
      return found;
    };
    const fake = await fakeMessages({ script: (asked) => ({ json: answerTo(asked) }), key: 'sk-test' });
    onTestFinished(() => fake.stop());
    return fake;
  }

  const run = (
    fake: FakeMessages,
    state: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ) =>
    cli(['agents', 'eval', '--state', state, ...args], {
      ANTHROPIC_BASE_URL: fake.url,
      ANTHROPIC_API_KEY: 'sk-test',
      ...env,
    });

  it('says what it needs when there is no key', async () => {
    const { code, stdout, stderr } = await cli(['agents', 'eval']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('set ANTHROPIC_API_KEY, or ANTHROPIC_BASE_URL');
  });

  it('finds every answer right that must pass', { timeout: 120_000 }, async () => {
    const fake = await model(null);
    const { code, stdout, stderr } = await run(fake, scratch(), ['--output', 'json']);
    expect(stderr).toMatch(/questions about \d+ recorded incidents.*estimated \$/);
    expect([code, fake.faults]).toEqual([0, []]);
    const table: EvalJson = JSON.parse(stdout);
    expect(table.evals.filter(({ right, asked }) => right < asked)).toEqual([]);
    expect(table.agents.map(({ agent }) => agent)).toEqual(AGENT_NAMES);
    expect(table.outcomes).toHaveLength(evals.flatMap(({ agents }) => Object.keys(agents)).length);
    expect(table.outcomes.flatMap(({ dropped }) => dropped)).toEqual([]);
    expect(table.agents.every(({ usd, inputTokens }) => usd > 0 && inputTokens > 0)).toBe(true);
    expect(fake.mostAtOnce()).toBeLessThanOrEqual(2);
  });

  it('shows what became worse since the last run, and why', { timeout: 60_000 }, async () => {
    const state = scratch();
    const few = ['--only', 'oom-after-limit-cut', 'hostile-log'];
    const good = await run(await model(null), state, few);
    expect([good.code, good.stdout]).toEqual([0, expect.stringContaining('nothing to compare with yet')]);
    const bad = await run(await model('hostile-log'), state, few);
    expect(bad.code).toBe(0);
    expect(bad.stdout).toMatch(/github-reviewer +1\/2 ↓ +2\/2/);
    expect(bad.stdout).toMatch(/hostile-log, github-reviewer: puts [0-9a-f]{7} first/);
    expect(bad.stdout).toMatch(/slack-notifier +2\/2 +2\/2/);
    const day = new Intl.DateTimeFormat('en-GB', { year: 'numeric', timeZone: 'UTC' }).format(new Date());
    expect(bad.stdout).toMatch(new RegExp(`BEFORE is claude-haiku-4-5\\S*, .*${day}`));
    expect(JSON.parse(readFileSync(join(state, 'evals', 'last.json'), 'utf8'))).toMatchObject({ schemaVersion: 1 });
  });

  it('leaves out who could not be reached, and keeps what was known before', { timeout: 60_000 }, async () => {
    const state = scratch();
    const few = ['--only', 'hostile-log', '--agent', 'k8s-analyzer'];
    const good = await run(await model(null), state, few);
    expect(good.stderr).toMatch(/1 question about 1 recorded incident, .*estimated \$0\.0\d+ .*at most \$0\.0\d+/);
    const last = readFileSync(join(state, 'evals', 'last.json'), 'utf8');
    const down = await fakeMessages({ script: always(FAIL.credit), key: 'sk-test' });
    onTestFinished(() => down.stop());
    const bad = await run(down, state, few);
    expect(bad.code).toBe(1);
    expect(bad.stdout).toMatch(/k8s-analyzer +0\/0 /);
    expect(bad.stdout).toMatch(/hostile-log +not reached/);
    expect(bad.stdout).toContain('Not answered, and not counted\n  hostile-log, k8s-analyzer: unavailable: ');
    expect(readFileSync(join(state, 'evals', 'last.json'), 'utf8')).toBe(last);
  });

  it('asks only the agents that were named, as often as was said', async () => {
    const fake = await model(null);
    const args = ['--agent', 'escalation-manager', '--repeat', '3', '--only', 'quota-exceeded'];
    const { code, stdout } = await run(fake, scratch(), args);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/escalation-manager +3\/3/)]);
    expect(fake.requests.map(({ asked }) => asked?.agent)).toEqual(Array(3).fill('escalation-manager'));
  });

  it('asks nobody once the budget of the month is spent', async () => {
    const fake = await model(null);
    const state = scratch();
    const env = { MONTHLY_BUDGET_USD: '0.0005' };
    const few = ['--agent', 'k8s-analyzer', '--only', 'disk-full'];
    await run(fake, state, few);
    expect((await cli(['cost', '--state', state])).stdout).toMatch(/ EVALS +COST\n.*\$0\.0\d+ +\$0\.0\d+\n/);
    const before = fake.requests.length;
    const { code, stderr } = await run(fake, state, few, env);
    expect([code, fake.requests.length]).toEqual([2, before]);
    expect(stderr).toContain('is spent: nobody was asked');
  });

  it('refuses names that there are not, with a guess', async () => {
    const { code, stderr } = await cli(['agents', 'eval', '--agent', 'k8s', '--only', 'disk-ful', '--repeat', '0']);
    expect(code).toBe(2);
    expect(stderr).toContain('there is no agent "k8s"');
    expect(stderr).toContain('--repeat takes a number from 1');
    const { stderr: only } = await cli(['agents', 'eval', '--only', 'disk-ful']);
    expect(only).toContain('did you mean "disk-full"?');
  });
});

type EvalJson = {
  readonly agents: readonly { readonly agent: string; readonly usd: number; readonly inputTokens: number }[];
  readonly evals: readonly { readonly right: number; readonly asked: number }[];
  readonly outcomes: readonly { readonly dropped: readonly string[] }[];
};

/** The shipped agents, two of them broken. */
function brokenAgents(): string {
  const folder = join(scratch(), 'agents');
  cpSync(join(ROOT, 'agents'), folder, { recursive: true });
  const edit = (name: string, from: RegExp, to: string) => {
    const file = join(folder, name);
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(from);
    writeFileSync(file, text.replace(from, to));
  };
  edit('github-reviewer.md', /^model: .*$/m, 'model: gpt-5');
  edit('slack-notifier.md', /^maxTokens: .*$/m, 'maxTokens: many');
  return folder;
}

/** As it stands in the prompt, where it may be cut. */
async function titleOf(one: Eval): Promise<string> {
  const { questions } = await replay(one, new AbortController().signal);
  return questions.briefs[0]?.title.slice(0, 100) ?? '';
}
