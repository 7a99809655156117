import { HOUR } from '../domain/duration.ts';
import type { Finding } from '../domain/finding.ts';
import type { IncidentDraft, Notice, Trouble } from '../domain/incident.ts';
import type { LedgerMember } from '../domain/ledger.ts';
import { type Place, VOLUME_FIGURES } from '../domain/place.ts';
import type { Recovery } from '../domain/recovery.ts';
import { downSince } from './down-since.ts';

/** A member that has been well for this long has left: failing again it is an incident of its own. */
const LEFT_AFTER = 3 * HOUR;

export interface Seen {
  readonly draft: IncidentDraft | null;
  readonly notice: Notice | null;
  readonly recoveryOf: (member: LedgerMember) => Recovery;
  /** People were told of the incident before: who joins is news. */
  readonly wasTold: boolean;
  /** Keys of all that this cycle saw, in other incidents too. */
  readonly seenKeys: ReadonlySet<string>;
  readonly now: Date;
}

/** Members stay until the incident ends, or until they have been well for long: it is over when all are healthy. */
export function membersOf(before: readonly LedgerMember[], seen: Seen): LedgerMember[] {
  // Of two with one key, which incidents that join may bring, the first one counts.
  const earlier = new Map([...before].reverse().map((m) => [m.key, m]));
  const current = [
    ...(seen.draft?.members ?? []).map((t) => ofTrouble(t, earlier.get(t.key), seen)),
    ...ofNotice(earlier, seen),
  ];
  const keys = new Set(current.map((m) => m.key));
  const others = before.filter((m) => !keys.has(m.key) && !hasLeft(m, seen.seenKeys));
  return [...current, ...others.flatMap((m) => unseen(m, seen))];
}

/** It was well, and is in trouble of its own now. */
export function hasLeft({ key, well }: LedgerMember, seenKeys: ReadonlySet<string>): boolean {
  return well === true && seenKeys.has(key);
}

function unseen(member: LedgerMember, seen: Seen): readonly LedgerMember[] {
  if (seen.recoveryOf(member) !== 'healthy') return [member];
  const left = seen.now.getTime() - member.lastSeenAt.getTime() >= LEFT_AFTER;
  return left ? [] : [{ ...member, downSince: null, well: true }];
}

function ofNotice(before: ReadonlyMap<string, LedgerMember>, { notice, now }: Seen): readonly LedgerMember[] {
  if (notice === null) return [];
  const onset = before.get(notice.key)?.onset ?? now;
  return [{ key: notice.key, service: onlyService(notice), onset, lastSeenAt: now, downSince: null, places: [] }];
}

/** A notice about many services is about none of them. */
export function onlyService(notice: Notice | null): string | null {
  return notice?.services.length === 1 ? (notice.services[0] ?? null) : null;
}

/** Where a fault must be looked for again: in its own kind, and in the metrics or figures that gave it away. */
function seenIn({ code, subject, evidence }: Finding): readonly Place[] {
  const objects = [subject, ...evidence.map((e) => e.object).filter((object) => object.kind === 'PodMetrics')];
  const { namespace, name } = subject;
  const figures = code === 'volume-nearly-full' ? [{ kind: VOLUME_FIGURES, namespace, name }] : [];
  return [...objects.map((object) => ({ kind: object.kind, namespace: object.namespace })), ...figures];
}

function ofTrouble(trouble: Trouble, old: LedgerMember | undefined, { now, wasTold }: Seen): LedgerMember {
  const found = trouble.findings.flatMap(seenIn);
  // Old places stay: what was broken there was perhaps only not read in this cycle.
  const places = new Map(
    [...(old?.places ?? []), ...found].map((p) => [`${p.kind}/${p.namespace ?? ''}/${p.name ?? ''}`, p]),
  );
  return {
    key: trouble.key,
    service: trouble.service?.name ?? null,
    onset: old !== undefined && !old.well && old.onset < trouble.onset ? old.onset : trouble.onset,
    lastSeenAt: now,
    downSince: downSince(trouble, old),
    ...((old?.unheard ?? (wasTold && old === undefined)) ? { unheard: true } : {}),
    places: [...places.values()],
  };
}
