import { z } from 'zod';
import type { AdvicePart, Contract, Grounds } from '../contract.ts';
import { oneLine } from '../fence.ts';
import { withoutMarkup } from '../grounding/citations.ts';
import { CAPS, type Sieve } from '../grounding/grounding.ts';
import { readAnswer, schemaOf } from './read.ts';
import { changes, commands, findings, head, inferred, joined, service } from './sections.ts';

const NAME = 'slack-notifier';
const MOST_STEPS = 5;

const Answer = z.strictObject({
  headline: z.string(),
  summary: z.string(),
  impact: z.string().nullable(),
  nextSteps: z.array(z.strictObject({ text: z.string(), command: z.string().nullable().describe('id: C1') })),
});
type Answer = z.infer<typeof Answer>;

/** The words inside the frame of the message. The frame, its facts, links and commands are the program's. */
export const slackNotifier: Contract = {
  name: NAME,
  schema: schemaOf(Answer),
  applies: (brief) => brief.notify,
  input: (brief, soFar) =>
    joined(
      head(brief),
      service(brief),
      findings(brief),
      soFar.changes.length === 0 ? changes(brief) : null,
      inferred(soFar),
      commands(brief),
      'Write the words of the message.',
    ),
  read: (text, grounds) => readAnswer(NAME, Answer, text, grounds, (answer, sieve) => keep(answer, sieve, grounds)),
};

function keep(answer: Answer, sieve: Sieve, { brief }: Grounds): AdvicePart | null {
  const headline = sieve.claim('headline', answer.headline, CAPS.headline);
  const summary = sieve.claim('summary', answer.summary, CAPS.summary);
  const impact = answer.impact === null ? null : sieve.claim('impact', answer.impact, CAPS.other);
  const nextSteps = sieve.first('nextSteps', answer.nextSteps, MOST_STEPS).flatMap((step, i) => {
    const command = step.command === null ? null : sieve.command(`nextSteps[${i}].command`, step.command);
    if (step.command !== null && command === null) return [];
    const text = sieve.claim(`nextSteps[${i}].text`, step.text, CAPS.other);
    return text === null ? [] : [{ text, command }];
  });
  if (headline === null && summary === null && impact === null && nextSteps.length === 0) return null;
  // Where one of the two is dropped, the rules' own words stand in its place.
  return {
    words: {
      headline: headline ?? rulesWords(brief.title, CAPS.headline),
      summary: summary ?? rulesWords(brief.rationale, CAPS.summary),
      impact,
      nextSteps,
    },
  };
}

function rulesWords(text: string, cap: number): string {
  return withoutMarkup(oneLine(text, cap));
}
