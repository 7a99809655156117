import { z } from 'zod';
import { atLeast, SEVERITIES } from '../../domain/severity.ts';
import type { AdvicePart, Contract, Grounds } from '../contract.ts';
import { CAPS, type Sieve } from '../grounding/grounding.ts';
import { readAnswer, schemaOf } from './read.ts';
import { changes, escalation, facts, findings, head, inferred, joined, service } from './sections.ts';

const NAME = 'escalation-manager';
const MOST_EVIDENCE = 6;

const Answer = z.strictObject({
  severity: z.enum(SEVERITIES).describe('inside the band'),
  reason: z.string(),
  evidence: z.array(z.string()).describe('ids: E1, L1, P1'),
  impact: z.string().nullable(),
});
type Answer = z.infer<typeof Answer>;

/** Who is hit, and a second opinion on the severity that never leaves the band. */
export const escalationManager: Contract = {
  name: NAME,
  schema: schemaOf(Answer),
  applies: () => true,
  input: (brief, soFar) =>
    joined(
      head(brief),
      escalation(brief),
      service(brief),
      findings(brief),
      facts(brief, true),
      soFar.changes.length === 0 ? changes(brief) : null,
      inferred(soFar),
      'How bad is it, inside the band, and who is hit?',
    ),
  read: (text, grounds) =>
    readAnswer(NAME, Answer, text, grounds, (answer, sieve) => {
      const severity = severityOf(answer, sieve, grounds);
      const impact = answer.impact === null ? null : sieve.claim('impact', answer.impact, CAPS.other);
      return severity === null && impact === null ? null : { severity, impact };
    }),
};

function severityOf(answer: Answer, sieve: Sieve, { brief }: Grounds): NonNullable<AdvicePart['severity']> | null {
  const { severity: choice, reason: text } = answer;
  const [most, least] = brief.band;
  if (!atLeast(most, choice) || !atLeast(choice, least))
    return sieve.drop('severity', `chooses ${choice}, outside the band ${most} to ${least}`);
  const reason = sieve.claim('reason', text, CAPS.other, [brief.severity, choice]);
  if (reason === null) return null;
  const evidence = sieve.cited('evidence', sieve.first('evidence', answer.evidence, MOST_EVIDENCE));
  if (evidence.length === 0) return sieve.drop('severity', 'cites no fact that there is');
  return { choice, reason, evidence: [...evidence] };
}
