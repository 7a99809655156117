import type { IncidentDraft, Notice, Trouble } from '../domain/incident.ts';
import { nameOf } from './assess.ts';

/** What is broken, in one line: `chores-tracker-backend is down: container app is killed …`. */
export function titleOf(draft: IncidentDraft): string {
  const failing = draft.members.filter((m) => m.state === 'down' || m.state === 'degraded');
  if (failing.length > 2 && draft.root.root.kind !== 'Node') {
    return `${listed(failing.map(nameOf))} fail together: ${causeOf(draft.root)}`;
  }
  return `${nameOf(draft.root)}${stateWords(draft.root)}: ${causeOf(draft.root)}`;
}

const LONGEST_CAUSE = 160;

/** A title is read at a glance: what is longer stands in full among the findings. */
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
      return wanted > 1 ? ` is down, 0 of ${wanted} ready` : ' is down';
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
  const shown = names.slice(0, 5);
  const rest = names.length - shown.length;
  const last = rest > 0 ? `${rest} more` : shown.pop();
  return `${shown.join(', ')} and ${last ?? ''}`;
}

export function noticeTitle(notice: Notice | null): string {
  return notice?.title ?? '';
}
