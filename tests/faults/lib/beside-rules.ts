// The outage of the shop while something beside it is broken, and the same outage as the rules alone tell it.
import { expect } from 'vitest';
import { factsOf } from '../../support/harmless.ts';
import { plainOf } from '../../support/slack-reading.ts';
import { type Cycle, type World, world } from '../../support/world.ts';

interface Post {
  readonly channel: unknown;
  readonly text: string;
}

interface ByRules {
  readonly code: number;
  readonly facts: unknown;
  readonly posts: readonly Post[];
}

let kept: Promise<ByRules> | null = null;

/** The first cycle of the outage without a key: once for all tests of a file. */
export function byRules(): Promise<ByRules> {
  kept ??= world({ model: null }).then(async (w) => {
    const { code, report } = await w.cycle();
    expect(report.incidents).toMatchObject([{ severity: 'SEV-1' }]);
    expect(w.slack.messages).toMatchObject([{ channel: 'C0CRITICAL1', threadTs: null }]);
    expect(JSON.stringify(w.slack.messages)).not.toContain('model');
    return { code, facts: factsOf(report), posts: postsOf(w) };
  });
  return kept;
}

/** Messages as they were sent, whatever was edited later. */
function postsOf(w: Pick<World, 'slack'>): readonly Post[] {
  return argsOf(w, 'chat.postMessage').map(({ channel, text }) => ({ channel, text: plainOf(String(text)) }));
}

/** What each call of a method of Slack was given. */
export function argsOf({ slack }: Pick<World, 'slack'>, method: string): readonly Readonly<Record<string, unknown>>[] {
  return slack.requests.filter((one) => one.method === method).map(({ args }) => args);
}

/** The same exit code, severities, verdicts, channels, messages. */
export async function expectSameFacts(w: World, { code, report, stderr }: Cycle): Promise<void> {
  const rules = await byRules();
  expect(factsOf(report)).toEqual(rules.facts);
  const gaps = report.gaps.map(({ resource, cause }) => `${resource}: ${cause}`);
  expect({ code, stderr, gaps }).toEqual({ code: rules.code, stderr: '', gaps: [] });
  expect(w.slack.messages.map(({ channel, threadTs }) => [channel, threadTs])).toEqual([['C0CRITICAL1', null]]);
  expect(postsOf(w).map(({ channel }) => channel)).toEqual(rules.posts.map(({ channel }) => channel));
}

/** What left first: the message of the rules, line for line, and one more that says that the model was missing, and why. */
export async function expectLeftWithout(w: World, says: string): Promise<void> {
  const missing = `*without model:* ${says}`;
  const lines = postsOf(w).map(({ text }) => text.split('\n'));
  expect(lines.map((all) => all.filter((line) => line.includes('without model')))).toEqual([[missing]]);
  const rules = (await byRules()).posts.map(({ text }) => text.split('\n'));
  expect(lines.map((all) => all.filter((line) => line !== missing))).toEqual(rules);
  // What people see of a message are its blocks.
  expect(JSON.stringify(argsOf(w, 'chat.postMessage')[0]?.['blocks'])).toContain(missing);
}

/** All of it, in time: nothing had to be edited in. */
export async function expectRulesOnly(w: World, cycle: Cycle, says: string): Promise<void> {
  await expectSameFacts(w, cycle);
  await expectLeftWithout(w, says);
  expect(w.slack.messages).toMatchObject([{ edits: 0 }]);
}
