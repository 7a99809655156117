// A small model on an endpoint of one's own: no tools, no structured outputs, everything in the prompt.
import { expect, it, onTestFinished } from 'vitest';
import { AGENT_NAMES } from '../../../src/domain/agent.ts';
import { type FakeMessages, fakeMessages } from '../../fakes/messages/fake-messages.ts';
import { byAgent, inTurn, type Script } from '../../fakes/messages/script.ts';
import { ANALYSIS, OPINION, REVIEW, WORDS } from '../../support/answers.ts';
import { GUILTY } from '../../support/outage.ts';
import { type World, world } from '../../support/world.ts';

const MODEL = 'qwen3:4b';

/** A server that knows one model and wants no key. */
async function small(
  script: Script,
  env: Readonly<Record<string, string>> = {},
): Promise<World & { own: FakeMessages }> {
  const own = await fakeMessages({ script, key: null, models: [MODEL] });
  onTestFinished(() => own.stop());
  const models = ['K8S_ANALYZER', 'GITHUB_REVIEWER', 'ESCALATION_MANAGER', 'SLACK_NOTIFIER'].map((name) => [
    `${name}_MODEL`,
    MODEL,
  ]);
  const w = await world({
    model: script,
    env: {
      ANTHROPIC_BASE_URL: own.url,
      ANTHROPIC_API_KEY: '',
      MODEL_MODE: 'plain',
      ...Object.fromEntries(models),
      ...env,
    },
  });
  return { ...w, own };
}

/** As small models answer: with a word before it, and in a code fence. */
const wrapped = (answer: unknown) => ({ text: `Sure, here it is:\n\`\`\`json\n${JSON.stringify(answer)}\n\`\`\`\n` });
const answers = {
  'k8s-analyzer': wrapped(ANALYSIS),
  'github-reviewer': wrapped(REVIEW),
  'escalation-manager': wrapped(OPINION),
  'slack-notifier': wrapped(WORDS),
};

it('gets plain requests that any compatible server knows, one for each agent', async () => {
  const w = await small(byAgent(answers));
  const { code, report, stderr } = await w.cycle();
  expect(code, stderr).toBe(0);
  expect(w.own.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(Array(4).fill('POST /v1/messages'));
  for (const { body, headers, refused } of w.own.requests) {
    expect(refused).toBeNull();
    expect(Object.keys(body ?? {}).sort()).toEqual(['max_tokens', 'messages', 'model', 'system']);
    expect(body).toMatchObject({ model: MODEL, system: expect.any(String) });
    expect(body?.['messages']).toEqual([{ role: 'user', content: expect.any(String) }]);
    expect(headers['anthropic-beta']).toBeUndefined();
  }
  expect(
    report.agents.map(({ agent, status, model, usd, toolCalls }) => [agent, status, model, usd, toolCalls]),
  ).toEqual(AGENT_NAMES.map((name) => [name, 'ok', MODEL, 0, 0]));
  // Nobody else was asked.
  expect(w.messages.requests).toEqual([]);
  expect(w.slack.messages[0]?.text).toContain(ANALYSIS.cause.text);
  expect(w.slack.messages[0]?.text).toContain(WORDS.headline);
});

it('finds in the prompt all that there is: facts, logs, the diff, commands, and what to answer', async () => {
  const w = await small(byAgent(answers));
  await w.cycle();
  const prompt = (agent: string) => w.own.requests.find(({ asked }) => asked?.agent === agent)?.asked;
  for (const name of AGENT_NAMES) {
    const system = prompt(name)?.system ?? '';
    expect(system).toContain('Answer with one JSON object only');
    expect(system).toMatch(/JSON Schema:\n\{.*"additionalProperties":false.*\}$/);
  }
  const analyzer = prompt('k8s-analyzer')?.text ?? '';
  for (const part of ['OOMKilled', 'memory 63 MiB of 64 MiB', '5-6 minutes', 'kubectl -n shop-api describe pod'])
    expect(analyzer).toContain(part);
  const reviewer = prompt('github-reviewer')?.text ?? '';
  for (const part of [GUILTY.slice(0, 7), '-            memory: 512Mi', '+            memory: 64Mi'])
    expect(reviewer).toContain(part);
  expect(prompt('slack-notifier')?.text).toContain(ANALYSIS.cause.text);
});

it('may mend what is no JSON, once; then the rules have the words', async () => {
  const prose = { text: 'I think it needs more memory.' };
  const mended = await small(byAgent({ ...answers, 'k8s-analyzer': inTurn([prose, wrapped(ANALYSIS)]) }));
  const { report } = await mended.cycle();
  expect(report.agents[0]).toMatchObject({ status: 'ok', requests: 2 });
  expect(JSON.stringify(mended.own.requests[1]?.body)).toContain("That answer can't be used");

  const never = await small(byAgent({ ...answers, 'k8s-analyzer': inTurn([prose, prose]) }));
  const without = await never.cycle();
  expect(without.report.agents.map(({ status }) => status)).toEqual(['invalid-output', 'ok', 'ok', 'ok']);
  expect(without.report.incidents[0]?.advice?.cause).toBeNull();
  expect(without.report.messages[0]?.text).toContain('Not heard (model): k8s-analyzer: answered nothing usable');
  expect(never.slack.messages).toHaveLength(1);
});

it('that does not know the model costs the explanation, and somebody is told', async () => {
  const w = await small(byAgent(answers), { K8S_ANALYZER_MODEL: 'qwen3:8b' });
  const { report } = await w.cycle();
  expect(report.agents[0]).toMatchObject({ status: 'unavailable', model: 'qwen3:8b' });
  expect(report.incidents[0]).toMatchObject({ severity: 'SEV-1' });
  expect(w.slack.messages).toHaveLength(1);
  const next = await w.cycle({ at: '2026-11-18T11:00:00Z' });
  expect(JSON.stringify(next.report.incidents.filter(({ rules }) => rules[0] === 'SELF'))).toContain('qwen3:8b');
});
