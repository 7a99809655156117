// The evals themselves, without a model: what must pass passes, what must fail fails for the reason the file names.
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { githubToolset } from '../../mcp-servers/github/toolset.ts';
import { kubernetesToolset } from '../../mcp-servers/kubernetes/toolset.ts';
import type { Brief } from '../../src/agents/brief.ts';
import type { Reading } from '../../src/agents/contract.ts';
import { contractFor } from '../../src/agents/contracts/index.ts';
import { loadAgents } from '../../src/agents/load-agents.ts';
import type { AgentName } from '../../src/domain/agent.ts';
import { type Grade, gradeReading } from '../../src/evals/grade.ts';
import { type Eval, loadEvals } from '../../src/evals/load-evals.ts';
import { replay } from '../../src/evals/replay.ts';
import type { Toolset } from '../../src/mcp/tool.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const { evals, faults } = await loadEvals(import.meta.dirname);
const NOBODY = new AbortController().signal;
const { agents } = await loadAgents(
  join(ROOT, 'agents'),
  [...toolNames(kubernetesToolset), ...toolNames(githubToolset)],
  true,
);

function toolNames<D>({ name, tools }: Toolset<D>): readonly string[] {
  return tools.map((tool) => `mcp__${name}__${tool.name}`);
}

/** As in a cycle: what only repeats the instructions is dropped too. */
function reading(brief: Brief, agent: AgentName, answer: unknown): Reading {
  const prompt = agents[agent]?.prompt;
  if (prompt === undefined) throw new Error(`the shipped file of ${agent} can't be used`);
  return contractFor(agent).read(JSON.stringify(answer), { brief, fetched: [], prompt });
}

function graded(one: Eval, brief: Brief, agent: AgentName, answer: unknown): Grade | null {
  return gradeReading(one.agents, agent, reading(brief, agent, answer));
}

/** Whoever has to choose needs two to choose from, and whoever has to blame none needs one. */
function leastCandidates({ agents }: Eval): number {
  const first = agents['github-reviewer']?.first;
  return first === undefined ? 0 : first === 'none' ? 1 : 2;
}

describe('the evals', () => {
  it('are at least 15, and none has a fault', () => {
    expect(faults).toEqual([]);
    expect(evals.length).toBeGreaterThanOrEqual(15);
  });

  it('answer for every agent of whom they expect something', () => {
    for (const { slug, agents, answers } of evals)
      expect([slug, ...answers.pass.map((a) => a.agent).sort()]).toEqual([slug, ...Object.keys(agents).sort()]);
  });

  it.each(evals.map((one) => [one.slug, one] as const))('%s', async (_slug, one) => {
    const { questions } = await replay(one, NOBODY);
    const [brief, ...more] = questions.briefs;
    if (brief === undefined) throw new Error('the rules tell nobody of this recording');
    expect(more.map((b) => b.title)).toEqual([]);
    expect(brief.notify).toBe(true);
    expect(brief.changes.length).toBeGreaterThanOrEqual(leastCandidates(one));
    if (one.agents['github-reviewer'] === undefined) expect(brief.changes).toEqual([]);
    for (const { agent, answer } of one.answers.pass)
      expect(graded(one, brief, agent, answer), agent).toEqual({ right: true, reasons: [] });
    for (const { agent, answer, because } of one.answers.fail) {
      const grade = graded(one, brief, agent, answer);
      expect(grade?.right, agent).toBe(false);
      expect(grade?.reasons.join('; '), agent).toContain(because);
    }
  });
});

describe('what passes', () => {
  let briefs: ReadonlyMap<string, Brief>;
  beforeAll(async () => {
    const pairs = await Promise.all(
      evals.map(async (one) => [one.slug, (await replay(one, NOBODY)).questions.briefs] as const),
    );
    briefs = new Map(pairs.flatMap(([slug, [brief]]) => (brief === undefined ? [] : [[slug, brief]])));
  });

  it('loses nothing in the contract: every id, name and command of it is in the brief', () => {
    for (const { slug, answers } of evals) {
      const brief = briefs.get(slug);
      if (brief === undefined) throw new Error(`${slug} has no brief`);
      for (const { agent, answer } of answers.pass) {
        expect(reading(brief, agent, answer), `${slug}, ${agent}`).toMatchObject({ status: 'ok', dropped: [] });
      }
    }
  });

  it('comes from recordings that lie beside the evals', () => {
    for (const { recording } of evals) expect(recording).toMatch(join(import.meta.dirname, 'recordings'));
  });
});
