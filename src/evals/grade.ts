import type { AdvicePart, Reading } from '../agents/contract.ts';
import type { AgentName } from '../domain/agent.ts';
import type { Expected, Saying } from './eval-file.ts';

/** Right, or every reason why not, for people. */
export interface Grade {
  readonly right: boolean;
  readonly reasons: readonly string[];
}

/** What an agent added, held against what the eval expects of it; null when it expects nothing. Pure. */
export function grade(expected: Expected, agent: AgentName, part: AdvicePart): Grade | null {
  const reasons = reasonsFor(expected, agent, part);
  return reasons === null ? null : { right: reasons.length === 0, reasons };
}

/** The same for an answer as its contract read it. To have nothing to say is an answer too: no change is to blame. */
export function gradeReading(expected: Expected, agent: AgentName, reading: Reading): Grade | null {
  if (reading.status === 'ok') return grade(expected, agent, reading.part);
  if (reading.status === 'ungrounded' && reading.dropped.length === 0) return grade(expected, agent, {});
  if (grade(expected, agent, {}) === null) return null;
  const why = reading.status === 'invalid-output' ? reading.why : reading.dropped.join('; ');
  return { right: false, reasons: [`${reading.status}: ${why}`] };
}

function reasonsFor(expected: Expected, agent: AgentName, part: AdvicePart): readonly string[] | null {
  switch (agent) {
    case 'k8s-analyzer': {
      const want = expected[agent];
      if (want === undefined) return null;
      const cause = part.cause?.text ?? '';
      return cause === '' ? ['names no cause'] : sayingFaults('the cause', cause, want);
    }
    case 'github-reviewer': {
      const want = expected[agent];
      if (want === undefined) return null;
      const changes = part.changes ?? [];
      const why = changes.map((c) => c.why).join('\n');
      return [...rankingFaults(want.first, want.rollBack, changes), ...sayingFaults('the review', why, want)];
    }
    case 'escalation-manager': {
      const want = expected[agent];
      if (want === undefined) return null;
      const said = [part.severity?.reason ?? '', part.impact ?? ''].join('\n');
      return [
        ...choiceFaults(want.severities, part.severity?.choice ?? null),
        ...sayingFaults('its reason', said, want),
      ];
    }
    case 'slack-notifier': {
      const want = expected[agent];
      if (want === undefined) return null;
      const words = part.words ?? null;
      if (words === null) return ['writes nothing'];
      const steps = words.nextSteps.map((step) => step.text);
      const text = [words.headline, words.summary, words.impact ?? ''].join('\n');
      return [...missing('the message', text, want), ...forbidden('the message', [text, ...steps].join('\n'), want)];
    }
  }
}

type Ranked = NonNullable<AdvicePart['changes']>[number];

/** Candidates that are to stay are not blamed, wherever they are ranked. */
function rankingFaults(wanted: string, rollBack: boolean | undefined, changes: readonly Ranked[]): readonly string[] {
  const [first] = changes;
  if (wanted === 'none') {
    const blamed = changes.find((c) => c.rollBack);
    return blamed === undefined ? [] : [`wants ${short(blamed.sha)} rolled back, though no change is to blame`];
  }
  if (first === undefined) return [`names no change, not even ${short(wanted)}`];
  if (!wanted.startsWith(first.sha)) return [`puts ${short(first.sha)} first, not ${short(wanted)}`];
  if (rollBack === undefined || first.rollBack === rollBack) return [];
  return [`wants ${short(wanted)} ${rollBack ? 'to stay' : 'rolled back'}`];
}

function choiceFaults(wanted: readonly string[], choice: string | null): readonly string[] {
  if (choice === null) return ['chooses no severity'];
  return wanted.includes(choice) ? [] : [`chooses ${choice}, not ${wanted.join(' or ')}`];
}

function short(sha: string): string {
  return sha.slice(0, 7);
}

function sayingFaults(what: string, text: string, want: Saying): readonly string[] {
  return [...missing(what, text, want), ...forbidden(what, text, want)];
}

function missing(what: string, text: string, { want }: Saying): readonly string[] {
  return want
    .filter((group) => !group.some((word) => says(text, word)))
    .map((group) => `${what} says nothing of ${group.join(' / ')}`);
}

function forbidden(what: string, text: string, { forbid }: Saying): readonly string[] {
  return forbid.filter((word) => says(text, word)).map((word) => `${what} says "${word}"`);
}

/** Where a word of the text begins like it, whatever the case: `credential` is in "AWS credentials", `limit` not in "unlimited". */
function says(text: string, word: string): boolean {
  const plain = (t: string) => t.toLowerCase().replace(/\s+/g, ' ');
  const [where, wanted] = [plain(text), plain(word)];
  for (let at = where.indexOf(wanted); at >= 0; at = where.indexOf(wanted, at + 1))
    if (!/[\p{L}\p{N}]/u.test(where[at - 1] ?? ' ') || !/[\p{L}\p{N}]/u.test(wanted[0] ?? '')) return true;
  return false;
}
