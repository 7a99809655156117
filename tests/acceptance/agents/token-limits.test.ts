// What one new incident may cost in tokens, where it has as much to tell as an incident can have. The server counts, not the product.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { AGENT_NAMES } from '../../../src/domain/agent.ts';
import type { Received } from '../../fakes/messages/fake-messages.ts';
import type { Script } from '../../fakes/messages/script.ts';
import { requestTokens, tokensOf } from '../../fakes/messages/tokens.ts';
import { goodAgents, READ_INIT_LOG } from '../../support/answers.ts';
import { cli, scratch } from '../../support/cli.ts';
import { CHANGES, crowded } from '../../support/crowded.ts';
import { type World, world } from '../../support/world.ts';

async function crowdedWorld(model: Script): Promise<World> {
  const { api, commits, services } = crowded();
  const file = join(scratch(), 'services.txt');
  writeFileSync(file, services);
  return world({ model, api, github: { commits }, env: { SERVICES_FILE: file } });
}

const tokensOfAll = (requests: readonly Received[]): number =>
  requests.reduce((sum, { body }) => sum + requestTokens(body ?? {}, 1), 0);
const promptOf = ({ messages }: World, agent: string): string =>
  messages.requests.find(({ asked }) => asked?.agent === agent)?.asked?.text ?? '';

it('the four first requests are under 10,000 tokens together, however much there is to tell', async () => {
  const w = await crowdedWorld(goodAgents);
  const { report } = await w.cycle();
  expect(w.messages.requests.map(({ asked }) => asked?.agent)).toEqual([...AGENT_NAMES]);
  expect(report.agents.map(({ status }) => status)).toEqual(AGENT_NAMES.map(() => 'ok'));
  expect(tokensOfAll(w.messages.requests)).toBeLessThan(10_000);

  // There is more than fits, and the agents are told so; each gets a part of each kind.
  const analyzer = promptOf(w, 'k8s-analyzer');
  const facts = analyzer.match(/^\| E\d+ /gm) ?? [];
  const leftOut = Number(/\b(\d+) (?:facts|more are left out)/.exec(analyzer)?.[1] ?? 0);
  expect(facts.length).toBeGreaterThan(2);
  expect(facts.length + leftOut).toBeGreaterThanOrEqual(16);
  expect(analyzer).toMatch(/<data L1>[\s\S]*<data L2>/);
  expect(promptOf(w, 'github-reviewer').match(/<data change /g)).toHaveLength(CHANGES);
  expect(tokensOfAll(w.messages.requests)).toBeGreaterThan(8_000);

  // The account: what the server billed, and the words of a person's report.
  expect(report.usage.inputTokens).toBe(tokensOfAll(w.messages.requests));
  const { inputTokens, outputTokens, usd } = report.usage;
  expect(usd).toBeCloseTo((inputTokens * 1 + outputTokens * 5) / 1e6, 6);
  expect(Object.keys(report.usage.byAgent)).toEqual([...AGENT_NAMES]);
  const shown = await cli(['cycles', 'show', report.cycle.id], { STATE_DIR: w.state });
  expect(shown.stdout).toContain(`${(inputTokens / 1000).toFixed(1)}K tokens in`);
});

it.each([
  ['k8s-analyzer', 1],
  ['k8s-analyzer', 2],
  ['k8s-analyzer', 8],
  ['github-reviewer', 4],
] as const)('all requests are under 30,000 tokens together, when %s makes %i calls in each turn', async (who, most) => {
  // Long logs and patches, as often as it may; when it may no more, it answers.
  const curious: Script = (asked) => {
    if (!asked.mayCallTools || asked.agent !== who) return goodAgents(asked);
    const calls = Array.from({ length: most }, (_, i) =>
      who === 'k8s-analyzer'
        ? { ...READ_INIT_LOG, input: { ...READ_INIT_LOG.input, tailLines: 500 - i - 10 * asked.turn } }
        : { name: 'mcp__github__get_commit', input: { sha: `${(i % 4) + 1}f00ba4` } },
    );
    return { tools: calls };
  };
  const w = await crowdedWorld(curious);
  const { report } = await w.cycle();
  expect(report.agents.map(({ status }) => status)).toEqual(AGENT_NAMES.map(() => 'ok'));
  expect(tokensOfAll(w.messages.requests)).toBeLessThan(30_000);
  expect(tokensOfAll(w.messages.requests)).toBeGreaterThan(15_000);

  const results = w.messages.requests.flatMap(({ asked }) => asked?.results ?? []);
  expect(results.length).toBeGreaterThanOrEqual(Math.max(2, most));
  for (const { text } of results) expect(tokensOf(text)).toBeLessThanOrEqual(2_000);
  // A turn is a request; the last one has to be the answer.
  for (const { agent, requests } of report.agents) expect(requests, agent).toBeLessThanOrEqual(5);
  // What is too long for one message is in its thread.
  expect(w.slack.messages.filter(({ threadTs }) => threadTs === null)).toHaveLength(1);
});
