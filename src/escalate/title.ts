import type { IncidentDraft, Notice, Trouble } from '../domain/incident.ts';
import { TIERS } from '../domain/service.ts';
import { isFailing, nameOf } from './assess.ts';

/** What is broken, in one line: `chores-tracker-backend is down: container app is killed …`. */
export function titleOf(draft: IncidentDraft): string {
  const { root } = draft;
  const failing = draft.members.filter(isFailing).sort((a, b) => weight(a) - weight(b));
  const hit = failing.filter((m) => m !== root).map(nameOf);
  // Who is woken must read at once what people miss, not only where it began.
  if (hit.length > 0 && !isFailing(root)) return `${listed(hit)} down with ${nameOf(root)}: ${causeOf(root)}`;
  if (hit.length > 0) return `${listed(failing.map(nameOf))} fail together: ${causeOf(root)}`;
  return `${nameOf(draft.root)}${stateWords(draft.root)}: ${causeOf(draft.root)}`;
}

const LONGEST_CAUSE = 160;

/** A title is read at a glance: what is longer stands in full among the findings. */
function weight(trouble: Trouble): number {
  return trouble.service === null ? TIERS.length : TIERS.indexOf(trouble.service.tier);
}

function causeOf(trouble: Trouble): string {
  const cause = trouble.findings[0]?.message ?? 'for an unknown reason';
  if (cause.length <= LONGEST_CAUSE) return cause;
  return `${cause.slice(0, LONGEST_CAUSE).replace(/\s+\S*$/, '')} …`;
}

function stateWords(trouble: Trouble): string {
  const { ready, wanted, blockedRollout, gone } = trouble.facts;
  if (gone) return ' is gone';
  switch (trouble.state) {
    case 'down':
      // Nobody may get through to pods that are ready.
      return wanted > 1 && ready === 0 ? ` is down, 0 of ${wanted} ready` : ' is down';
    case 'degraded':
      return ` is degraded, ${ready} of ${wanted} ready`;
    case 'impaired':
      return ' is impaired';
    case 'at-risk':
      return blockedRollout ? ' cannot roll out its new version' : '';
    case 'ok':
    case 'unknown':
      return '';
  }
}

function listed(names: readonly string[]): string {
  if (names.length === 1) return names[0] ?? '';
  const shown = names.slice(0, 5);
  const rest = names.length - shown.length;
  const last = rest > 0 ? `${rest} more` : shown.pop();
  return `${shown.join(', ')} and ${last ?? ''}`;
}

export function noticeTitle(notice: Notice | null): string {
  return notice?.title ?? '';
}
