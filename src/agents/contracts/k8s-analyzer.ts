import { z } from 'zod';
import { CONFIDENCES } from '../../domain/advice.ts';
import type { AdvicePart, Contract } from '../contract.ts';
import { CAPS, type Sieve } from '../grounding/grounding.ts';
import { readAnswer, schemaOf } from './read.ts';
import { changes, commands, facts, findings, head, joined, logs, service } from './sections.ts';

const NAME = 'k8s-analyzer';
const MOST_EVIDENCE = 6;
const MOST_CHECKS = 5;

const Answer = z.strictObject({
  cause: z
    .strictObject({
      text: z.string(),
      confidence: z.enum(CONFIDENCES),
      evidence: z.array(z.string()).describe('ids: E1, L1, P1, T1'),
    })
    .nullable(),
  notChecked: z.array(z.string()),
  checks: z.array(z.strictObject({ command: z.string().describe('id: C1'), why: z.string() })),
});
type Answer = z.infer<typeof Answer>;

/** Why it is broken, as far as the evidence goes, and what to look at next. */
export const k8sAnalyzer: Contract = {
  name: NAME,
  schema: schemaOf(Answer),
  applies: () => true,
  input: (brief) =>
    joined(
      head(brief),
      service(brief),
      findings(brief),
      facts(brief, false),
      logs(brief),
      changes(brief),
      commands(brief),
      'What is the probable cause?',
    ),
  read: (text, grounds) => readAnswer(NAME, Answer, text, grounds, keep),
};

function keep(answer: Answer, sieve: Sieve): AdvicePart | null {
  const cause = causeOf(answer, sieve);
  const notChecked = sieve.first('notChecked', answer.notChecked, MOST_CHECKS).flatMap((what, i) => {
    const kept = sieve.claim(`notChecked[${i}]`, what, CAPS.other);
    return kept === null ? [] : [kept];
  });
  const checks = new Map<string, string>();
  for (const [i, check] of sieve.first('checks', answer.checks, MOST_CHECKS).entries()) {
    const command = sieve.command(`checks[${i}].command`, check.command);
    const why = command === null ? null : sieve.claim(`checks[${i}].why`, check.why, CAPS.other);
    if (command !== null && why !== null && !checks.has(command)) checks.set(command, why);
  }
  if (cause === null && notChecked.length === 0 && checks.size === 0) return null;
  return { cause, notChecked, checks: [...checks].map(([command, why]) => ({ command, why })) };
}

function causeOf({ cause }: Answer, sieve: Sieve): NonNullable<AdvicePart['cause']> | null {
  if (cause === null) return null;
  const text = sieve.claim('cause', cause.text, CAPS.cause);
  if (text === null) return null;
  const evidence = sieve.cited('cause.evidence', sieve.first('cause.evidence', cause.evidence, MOST_EVIDENCE));
  if (evidence.length === 0) return sieve.drop('cause', 'cites no fact that there is');
  return { text, confidence: cause.confidence, evidence: [...evidence] };
}
