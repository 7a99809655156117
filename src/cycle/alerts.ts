import { probeSaid } from '../analyze/probe-said.ts';
import type { Advice } from '../domain/advice.ts';
import type { Alert } from '../domain/alert.ts';
import type { Changes } from '../domain/change.ts';
import type { NotifyReason } from '../domain/decision.ts';
import type { Decided } from '../escalate/escalate.ts';
import type { Healed } from '../notify/compose-messages.ts';
import type { Judgement } from './judge.ts';
import type { Parts } from './parts.ts';

/** What correlate and the agents found out, by incident. */
export interface Insight {
  readonly changes: ReadonlyMap<string, Changes>;
  readonly advice: ReadonlyMap<string, Advice>;
}

export const NO_INSIGHT: Insight = { changes: new Map(), advice: new Map() };

/** What has to be told, the worst first. */
export function alertsOf(parts: Parts, judgement: Judgement, cycleId: string, insight: Insight): readonly Alert[] {
  return judgement.decided.flatMap((d) =>
    d.verdict.verdict === 'notify' && d.to.length > 0
      ? [alertOf(parts, judgement, cycleId, insight, d, d.verdict.reason)]
      : [],
  );
}

export function alertOf(
  parts: Parts,
  { analysis, read, now }: Judgement,
  cycleId: string,
  insight: Insight,
  d: Decided,
  reason: NotifyReason,
): Alert {
  const gaps = read.status === 'read' ? read.snapshot.gaps : [];
  return {
    reason,
    channel: d.channel ?? '',
    to: d.to,
    routed: d.routed,
    incident: d.incident,
    ...(d.since === undefined ? {} : { since: d.since }),
    draft: d.draft,
    notice: d.notice,
    service: parts.services.find((s) => s.name === d.incident.service) ?? null,
    probe: analysis === null || d.draft === null ? null : probeSaid(analysis.scene, d.draft.root),
    notChecked:
      d.notice === null
        ? [
            ...gaps.map((g) => `${g.resource}${g.namespace === null ? '' : ` in ${g.namespace}`} (${g.cause})`),
            ...(mountsClaims(analysis, d) && read.status === 'read' ? (read.snapshot.notChecked ?? []) : []),
          ]
        : [],
    changes: insight.changes.get(d.incident.id) ?? null,
    advice: insight.advice.get(d.incident.id) ?? null,
    trends: d.trends.map(({ text }) => text),
    cycleId,
    now,
    timeZone: parts.policy.hours.timeZone,
  };
}

/** What nobody checks is about volumes: it is told where one may be behind it, and nowhere else. */
function mountsClaims(analysis: Judgement['analysis'], { draft }: Decided): boolean {
  if (analysis === null || draft === null) return false;
  const pods = draft.members.flatMap(({ root }) => analysis.scene.index.podsOf(root));
  return pods.flatMap((pod) => pod.spec?.volumes ?? []).some((volume) => volume.persistentVolumeClaim);
}

/** Incidents that waited for these business hours and were over before anybody had to be told. */
export function healedOf(judgement: Judgement): readonly Healed[] {
  return judgement.decided.flatMap((d) =>
    d.healed && d.to.length > 0 ? [{ incident: d.incident, channel: d.channel ?? '', to: d.to, routed: d.routed }] : [],
  );
}
