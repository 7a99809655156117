import { z } from 'zod';
import { SEVERITIES } from './severity.ts';

/** How sure an agent says it is. Shown, never counted with. */
export const CONFIDENCES = ['high', 'medium', 'low'] as const;

/**
 * What the agents add to one incident, after grounding: every id, SHA and command in it comes from the program. All free text is the
 * model's: redacted, on one line, marked as such wherever it is shown, and it decides nothing.
 */
export const Advice = z.object({
  incidentId: z.string(),
  /** k8s-analyzer. */
  cause: z
    .object({
      text: z.string(),
      confidence: z.enum(CONFIDENCES),
      evidence: z.array(z.string()).describe('the cited evidence, as text'),
    })
    .nullable(),
  notChecked: z.array(z.string()),
  checks: z.array(z.object({ command: z.string(), why: z.string() })),
  /** github-reviewer: the candidates it was given, in its order. Confidence stays the rules'. */
  changes: z.array(z.object({ sha: z.string(), why: z.string(), rollBack: z.boolean() })),
  /** escalation-manager: its own choice inside the band. Advice, unless ESCALATION=decide. */
  severity: z.object({ choice: z.enum(SEVERITIES), reason: z.string(), evidence: z.array(z.string()) }).nullable(),
  impact: z.string().nullable(),
  /** slack-notifier. */
  words: z
    .object({
      headline: z.string(),
      summary: z.string(),
      impact: z.string().nullable(),
      nextSteps: z.array(z.object({ text: z.string(), command: z.string().nullable() })),
    })
    .nullable(),
  /** Why agents had no answer, for people: `overloaded (529)`; null when all that were asked answered. */
  without: z.string().nullable(),
});
export type Advice = z.infer<typeof Advice>;

export function noAdvice(incidentId: string, without: string | null): Advice {
  return {
    incidentId,
    cause: null,
    notChecked: [],
    checks: [],
    changes: [],
    severity: null,
    impact: null,
    words: null,
    without,
  };
}
