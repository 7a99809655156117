import type { AgentName } from '../../domain/agent.ts';
import { redact } from '../../platform/redact/redact.ts';
import type { Grounds } from '../contract.ts';
import { oneLine } from '../fence.ts';
import { withoutMarkup } from './citations.ts';
import { aCommand } from './commands.ts';
import { unknownFigure } from './figures.ts';
import { aForeignHost } from './hosts.ts';
import { unknownAddress, unknownId, unknownSha } from './ids.ts';
import { type Known, knownOf } from './known.ts';
import { type Check, unknownName } from './names.ts';
import { repeatsPrompt } from './prompt.ts';
import { aSoothingWord } from './soothing.ts';
import { aLink, aMention, anotherSeverity } from './words.ts';

/** Characters that are kept of a claim. */
export const CAPS = { cause: 400, summary: 400, headline: 120, other: 240 } as const;
const LONGEST_NAMED = 60;

/** In this order: the first one that finds something names the reason. */
const CHECKS: readonly { readonly check: Check; readonly why: (named: string) => string }[] = [
  { check: aLink, why: (named) => `has a link (${named})` },
  { check: aMention, why: (named) => `calls somebody (${named})` },
  { check: aCommand, why: (named) => `has a command (${named}); commands are chosen by id` },
  { check: aSoothingWord, why: (named) => `contradicts the finding (${named})` },
  { check: unknownSha, why: (named) => `names commit ${named}, which it was not given` },
  { check: unknownAddress, why: (named) => `names address ${named}, which it was not given` },
  { check: unknownId, why: (named) => `cites ${named}, which there is not` },
  { check: aForeignHost, why: (named) => `names host ${named}, where anybody could wait` },
  { check: unknownName, why: (named) => `names ${named}, which it was not given` },
  { check: unknownFigure, why: (named) => `says ${named}, which it was not given` },
];

/** Goes through the claims of one answer, and counts what it drops. `field` says where in the answer: `checks[1].why`. */
export interface Sieve {
  readonly known: Known;
  readonly dropped: readonly string[];
  /** The claim as it is kept: redacted, on one line, capped, without markup; null when it is dropped. */
  claim(field: string, text: string, cap: number, severities?: readonly string[]): string | null;
  /** The cited facts as text for people; unknown ids are dropped and counted, doubles are one. */
  cited(field: string, ids: readonly string[]): readonly string[];
  /** The command line behind an id, or null, which is counted. */
  command(field: string, id: string): string | null;
  /** At most so many of a list; the rest is counted. */
  first<T>(field: string, items: readonly T[], most: number): readonly T[];
  drop(field: string, why: string): null;
}

export function sieve(agent: AgentName, grounds: Grounds): Sieve {
  const known = knownOf(grounds);
  const dropped: string[] = [];
  const drop: Sieve['drop'] = (field, why) => {
    dropped.push(`${agent} ${field}: ${why}`);
    return null;
  };
  const idOf = (id: string): string =>
    id
      .trim()
      .replace(/^\[|\]$/g, '')
      .toUpperCase();
  return {
    known,
    dropped,
    drop,
    claim: (field, text, cap, severities = [grounds.brief.severity]) => {
      const raw = kept(text, cap);
      const plain = withoutMarkup(raw).replace(/^[\s›#-]+/, '');
      if (plain === '') return drop(field, 'is empty');
      if (repeatsPrompt(text, grounds.prompt ?? '')) return drop(field, 'repeats its instructions');
      const fault = faultIn(raw, known, severities) ?? faultIn(plain, known, severities);
      return fault === null ? plain : drop(field, fault);
    },
    cited: (field, ids) => {
      const texts = new Map<string, string>();
      for (const id of ids.map(idOf)) {
        const text = id.startsWith('C') ? undefined : known.ids.get(id);
        if (text === undefined) drop(field, `cites ${named(id)}, which there is not`);
        else texts.set(id, text);
      }
      return [...texts.values()];
    },
    command: (field, id) => {
      const text = idOf(id).startsWith('C') ? known.ids.get(idOf(id)) : undefined;
      return text ?? drop(field, `chooses command ${named(id)}, which there is not`);
    },
    first: (field, items, most) => {
      if (items.length > most) drop(field, `${items.length - most} more than the ${most} that are kept`);
      return items.slice(0, most);
    },
  };
}

function faultIn(text: string, known: Known, severities: readonly string[]): string | null {
  for (const { check, why } of CHECKS) {
    const found = check(text, known);
    if (found !== null) return why(named(found));
  }
  const severity = anotherSeverity(text, severities);
  return severity === null ? null : `speaks of ${named(severity)}, which the rules did not decide`;
}

/** What is shown is what is checked: redacted and cut first. Full-width letters and dots count as plain ones. */
function kept(text: string, cap: number): string {
  const line = redact(redact(text).normalize('NFKC').replaceAll('。', '.')).replace(/\s+/g, ' ').trim();
  if (line.length <= cap) return line;
  const start = line.slice(0, cap - 1).toWellFormed();
  // At the end of a word: half a name would be a name nobody gave.
  return `${start.slice(0, Math.max(start.lastIndexOf(' '), cap / 2))}…`;
}

function named(text: string): string {
  return withoutMarkup(oneLine(text, LONGEST_NAMED)).replaceAll('@', '(at)').replaceAll('://', ':');
}
