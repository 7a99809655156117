import { z } from 'zod';
import type { BriefChange } from '../brief.ts';
import type { AdvicePart, Contract } from '../contract.ts';
import { CAPS, type Sieve } from '../grounding/grounding.ts';
import { readAnswer, schemaOf } from './read.ts';
import { findings, head, inferred, joined, patches } from './sections.ts';

const NAME = 'github-reviewer';
const SHORTEST_SHA = 7;

const Answer = z.strictObject({
  ranking: z
    .array(z.strictObject({ sha: z.string(), why: z.string(), rollBack: z.boolean() }))
    .describe('likeliest first; only changes you were given'),
});
type Answer = z.infer<typeof Answer>;

/** Reads the diffs of the short list and orders it. The confidence stays the rules'. */
export const githubReviewer: Contract = {
  name: NAME,
  schema: schemaOf(Answer),
  applies: (brief) => brief.changes.length > 0,
  input: (brief, soFar) =>
    joined(
      head(brief),
      findings(brief),
      inferred(soFar),
      patches(brief),
      `Roll back: ${brief.rollback === null ? 'there is no safe command' : 'there is a command, built by the program'}.`,
      'Which of these changes may be behind it?',
    ),
  read: (text, grounds) =>
    readAnswer(NAME, Answer, text, grounds, (answer, sieve) => keep(answer, sieve, grounds.brief.changes)),
};

function keep(answer: Answer, sieve: Sieve, given: readonly BriefChange[]): AdvicePart | null {
  const ranked = new Map<string, { readonly sha: string; readonly why: string; readonly rollBack: boolean }>();
  for (const [i, item] of sieve.first('ranking', answer.ranking, given.length).entries()) {
    const field = `ranking[${i}]`;
    const sha = given.find((change) => isSame(change, item.sha))?.sha;
    if (sha === undefined) sieve.drop(field, 'names a change that it was not given');
    else if (ranked.has(sha)) sieve.drop(field, `ranks ${sha.slice(0, SHORTEST_SHA)} twice`);
    else {
      const why = sieve.claim(`${field}.why`, item.why, CAPS.other);
      if (why !== null) ranked.set(sha, { sha, why, rollBack: item.rollBack });
    }
  }
  return ranked.size === 0 ? null : { changes: [...ranked.values()] };
}

function isSame({ sha }: BriefChange, named: string): boolean {
  const wanted = named.trim().toLowerCase();
  return wanted.length >= SHORTEST_SHA && sha.toLowerCase().startsWith(wanted);
}
