import type { z } from 'zod';
import { type ConfigFault, quote } from '../fault.ts';
import { didYouMean } from '../suggest.ts';
import { type Placed, type Step, valueAt } from './places.ts';

type Issue = z.core.$ZodIssue;

export interface IssueContext {
  readonly placed: Placed;
  /** The keys, or the types, that may stand at a place. */
  readonly known: (path: readonly Step[]) => readonly string[];
}

/** What the schema found, in words, each at its place. */
export function issueFaults(
  issues: readonly Issue[],
  context: IssueContext,
  above: readonly Step[] = [],
): readonly ConfigFault[] {
  return issues.flatMap((issue) => {
    const path = [...above, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))];
    const found = valueAt(context.placed.value, path);
    if (issue.code === 'unrecognized_keys') return unknownKeys(issue.keys, path, context);
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      // One value or a list of them: what was written says which was meant.
      return issueFaults(issue.errors.at(Array.isArray(found) ? -1 : 0) ?? [], context, path);
    }
    return [context.placed.fault(path, sentence(issue, path, found, context))];
  });
}

function unknownKeys(keys: readonly string[], path: readonly Step[], { placed, known }: IssueContext) {
  return keys.map((key) => placed.keyFault([...path, key], `unknown key ${quote(key)}${guess(key, known(path))}`));
}

function sentence(issue: Issue, path: readonly Step[], found: unknown, { known }: IssueContext): string {
  const name = path.findLast((step) => typeof step === 'string') ?? 'the file';
  const own = ownWords(issue.message, path);
  if (issue.code === 'invalid_union') {
    const wrong = found === undefined ? 'type is missing' : `unknown type ${shown(found)}`;
    return `${wrong}${guess(String(found), known(path))}`;
  }
  if (found === undefined) return `${name} is missing${own === null ? '' : `; it ${own}`}`;
  if (found === null) return `${name} is empty${EMPTY}`;
  if (own !== null) return `${name} ${own}`;
  if (issue.code === 'invalid_value') {
    const words = issue.values.map(String);
    if (found === 'SEV-4') return 'SEV-4 stands in the cycle log only and is never sent; leave it out';
    const wants = words.length > 1 ? `one of ${words.join(', ')}` : words.join('');
    return `${name} wants ${wants}; found ${shown(found)}${didYouMean(String(found), words)}`;
  }
  if (issue.code === 'invalid_type')
    return `${name} wants ${WORDS[issue.expected] ?? issue.expected}; found ${shown(found)}`;
  return `${name} ${issue.message}`;
}

/** The schema's own sentence where it has one. What stands in the place of a variable's name may be the secret itself. */
function ownWords(message: string, path: readonly Step[]): string | null {
  if (/^(Invalid|Too |Unrecognized)/.test(message)) return null;
  return path.some((step) => String(step).endsWith('From')) ? (message.split('; found')[0] ?? null) : message;
}

const EMPTY = '; leave it out, or say what it is. A # after a space begins a comment: write slack:#alerts';

const WORDS: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'keys of its own, such as { severity: SEV-1 }',
  record: 'names, each with what it is',
  string: 'a text',
  boolean: 'true or false',
  number: 'a number',
};

function guess(key: string, known: readonly string[]): string {
  return didYouMean(key, known) || (known.length > 0 ? `; there are ${known.join(', ')}` : '');
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'keys of its own' : quote(String(value));
}
