import { HOUR } from '../domain/duration.ts';
import type { IncidentDraft, Notice, Trouble } from '../domain/incident.ts';
import type { LedgerMember } from '../domain/ledger.ts';
import type { Recovery } from '../domain/recovery.ts';
import { downSince } from './down-since.ts';

/** A member that has been well for this long has left: failing again it is an incident of its own. */
const LEFT_AFTER = 3 * HOUR;

export interface Seen {
  readonly draft: IncidentDraft | null;
  readonly notice: Notice | null;
  readonly recoveryOf: (member: LedgerMember) => Recovery;
  readonly now: Date;
}

/** Members stay until the incident ends, or until they have been well for long: it is over when all are healthy. */
export function membersOf(before: readonly LedgerMember[], seen: Seen): LedgerMember[] {
  const current = [
    ...(seen.draft?.members ?? []).map((t) => ofTrouble(t, before, seen.now)),
    ...ofNotice(before, seen),
  ];
  const others = before.filter((m) => !current.some((c) => c.key === m.key));
  return [...current, ...others.flatMap((m) => unseen(m, seen))];
}

function unseen(member: LedgerMember, seen: Seen): readonly LedgerMember[] {
  if (seen.recoveryOf(member) !== 'healthy') return [member];
  const left = seen.now.getTime() - member.lastSeenAt.getTime() >= LEFT_AFTER;
  return left ? [] : [{ ...member, downSince: null }];
}

function ofNotice(before: readonly LedgerMember[], { notice, now }: Seen): readonly LedgerMember[] {
  if (notice === null) return [];
  const onset = before.find((m) => m.key === notice.key)?.onset ?? now;
  return [{ key: notice.key, service: onlyService(notice), onset, lastSeenAt: now, downSince: null, places: [] }];
}

/** A notice about many services is about none of them. */
export function onlyService(notice: Notice | null): string | null {
  return notice?.services.length === 1 ? (notice.services[0] ?? null) : null;
}

function ofTrouble(trouble: Trouble, before: readonly LedgerMember[], now: Date): LedgerMember {
  const old = before.find((m) => m.key === trouble.key);
  const found = trouble.findings.map((f) => ({ kind: f.subject.kind, namespace: f.subject.namespace }));
  // Old places stay: what was broken there was perhaps only not read in this cycle.
  const places = new Map([...(old?.places ?? []), ...found].map((p) => [`${p.kind}/${p.namespace ?? ''}`, p]));
  return {
    key: trouble.key,
    service: trouble.service?.name ?? null,
    onset: old !== undefined && old.onset < trouble.onset ? old.onset : trouble.onset,
    lastSeenAt: now,
    downSince: downSince(trouble, old),
    places: [...places.values()],
  };
}
