import type { Alert } from '../../domain/alert.ts';
import { atLeast } from '../../domain/severity.ts';
import { plain } from './plain.ts';

/** What to look for, at most so much: a message is read at night. */
const LOOKS = 2;

/**
 * What the agents add, each line marked as theirs. Nothing of the rules is replaced by it: with or without these lines the message
 * says the same of what is broken, how bad it is and what to do.
 */
export function summaryLines({ advice }: Alert): readonly string[] {
  const words = advice?.words ?? null;
  if (words === null) return [];
  return [`In short (model): ${plain(words.headline, 160)}. ${plain(words.summary, 500)}`];
}

export function impactLines({ advice }: Alert): readonly string[] {
  const said = advice?.words?.impact ?? advice?.impact ?? null;
  return said === null ? [] : [`Impact (model): ${plain(said)}`];
}

export function causeLines({ advice }: Alert): readonly string[] {
  if (advice === null) return [];
  const { cause, notChecked, checks } = advice;
  // The commands themselves stand under Check: it chooses among them.
  const look = checks.slice(0, LOOKS).map(({ why }) => plain(why, 160));
  if (cause === null) return look.length === 0 ? [] : [`Look for (model), in the checks below: ${look.join('; ')}`];
  return [
    `Probable cause (model, ${cause.confidence} confidence): ${plain(cause.text, 500)}`,
    ...cause.evidence.map((proof) => `  evidence: ${plain(proof)}`),
    ...(notChecked.length === 0
      ? []
      : [`  it did not check: ${notChecked.map((what) => plain(what, 160)).join('; ')}`]),
    ...(look.length === 0 ? [] : [`  in the checks below, look for: ${look.join('; ')}`]),
  ];
}

/** Steps in the model's order; the commands are the program's. */
export function stepLines({ advice }: Alert): readonly string[] {
  const steps = advice?.words?.nextSteps ?? [];
  if (steps.length === 0) return [];
  return [
    'Next (model):',
    ...steps.flatMap(({ text, command }, i) => [
      `  ${i + 1}. ${plain(text)}`,
      ...(command === null ? [] : [`  ${command}`]),
    ]),
  ];
}

/** Its own choice inside the band, beside the rules' severity: advice, unless the operator lets it decide. */
export function secondOpinion({ advice, incident }: Alert): readonly string[] {
  const own = advice?.severity ?? null;
  if (own === null || own.choice === incident.severity) return [];
  const how = atLeast(own.choice, incident.severity) ? 'looks worse' : 'could wait';
  return [`Second opinion (model), ${how}: ${own.choice}, ${plain(own.reason)}`];
}

export function withoutModel({ advice }: Alert): readonly string[] {
  if (advice === null || advice.without === null) return [];
  const { cause, words, severity, impact, changes } = advice;
  const said = cause !== null || words !== null || severity !== null || impact !== null || changes.length > 0;
  return [said ? `Not heard (model): ${plain(advice.without)}` : `without model: ${plain(advice.without)}`];
}
