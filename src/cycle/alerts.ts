import { probeSaid } from '../analyze/probe-said.ts';
import type { Alert } from '../domain/alert.ts';
import type { Healed } from '../notify/compose-messages.ts';
import type { Judgement } from './judge.ts';
import type { Parts } from './parts.ts';

/** What has to be told, the worst first. */
export function alertsOf(parts: Parts, judgement: Judgement, cycleId: string): readonly Alert[] {
  const { analysis, read, now } = judgement;
  const gaps =
    read.status === 'read'
      ? read.snapshot.gaps.map((g) => `${g.resource}${g.namespace === null ? '' : ` in ${g.namespace}`} (${g.cause})`)
      : [];
  return judgement.decided.flatMap((d) => {
    if (d.verdict.verdict !== 'notify' || d.channel === null) return [];
    const service = parts.services.find((s) => s.name === d.incident.service) ?? null;
    return [
      {
        reason: d.verdict.reason,
        channel: d.channel,
        incident: d.incident,
        draft: d.draft,
        notice: d.notice,
        service,
        probe: analysis === null || d.draft === null ? null : probeSaid(analysis.scene, d.draft.root),
        notChecked: d.notice === null ? gaps : [],
        cycleId,
        now,
        timeZone: parts.policy.hours.timeZone,
      },
    ];
  });
}

/** Incidents that waited for these business hours and were over before anybody had to be told. */
export function healedOf(judgement: Judgement): readonly Healed[] {
  return judgement.decided.flatMap((d) =>
    d.healed && d.channel !== null ? [{ incident: d.incident, channel: d.channel }] : [],
  );
}
