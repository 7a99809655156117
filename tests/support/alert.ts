import type { Alert } from '../../src/domain/alert.ts';
import { slackChannel } from '../../src/domain/destination.ts';
import type { IncidentDraft } from '../../src/domain/incident.ts';
import type { LedgerIncident } from '../../src/domain/ledger.ts';
import { service } from './service.ts';
import { draftOf, later, troubleOf } from './trouble.ts';
import { UNTOLD } from './untold.ts';
import { NOW } from './view.ts';

/** An incident of a draft, as the ledger holds it. */
export function incidentOf(draft: IncidentDraft, parts: Partial<LedgerIncident> = {}): LedgerIncident {
  const { root, onset } = draft;
  return {
    id: 'INC-20260115-001',
    key: root.key,
    members: draft.members.map((m) => ({
      key: m.key,
      service: m.service?.name ?? null,
      onset: m.onset,
      lastSeenAt: NOW,
      downSince: m.state === 'down' ? m.onset : null,
      places: [],
    })),
    status: 'open',
    service: root.service?.name ?? null,
    tier: root.service?.tier ?? null,
    state: root.state,
    title: `${root.service?.name ?? root.root.name} is down`,
    rationale: 'api is business critical (P0) and down',
    severity: 'SEV-1',
    band: ['SEV-1', 'SEV-1'],
    rules: ['P0-DOWN'],
    affected: [],
    onset,
    firstSeenAt: onset,
    lastSeenAt: NOW,
    ...UNTOLD,
    ...parts,
  };
}

export function alertOf(parts: Partial<Alert> = {}, incident: Partial<LedgerIncident> = {}): Alert {
  const draft = parts.draft ?? draftOf(troubleOf(parts.service ?? service('api')));
  return {
    reason: 'new',
    channel: '#crit',
    to: [slackChannel(parts.channel ?? '#crit')],
    routed: { severity: incident.severity ?? 'SEV-1', tier: 'P0', services: [], namespaces: [] },
    incident: incidentOf(draft, incident),
    draft,
    notice: null,
    service: draft.root.service,
    probe: null,
    notChecked: [],
    changes: { status: 'unread', why: 'no source of changes is configured' },
    advice: null,
    cycleId: '20260115T120000Z-abcd',
    now: later(0),
    timeZone: 'Europe/Berlin',
    ...parts,
  };
}
