import type { FindingCode } from '../../src/domain/catalogue.ts';
import type { Finding } from '../../src/domain/finding.ts';
import { rootKey } from '../../src/domain/fingerprint.ts';
import type { IncidentDraft, Trouble, TroubleFacts } from '../../src/domain/incident.ts';
import type { ObjectRef } from '../../src/domain/object-ref.ts';
import type { Service } from '../../src/domain/service.ts';
import { ago, NOW } from './view.ts';

const NO_FACTS: TroubleFacts = {
  ratedAs: null,
  ready: 0,
  wanted: 1,
  blockedRollout: false,
  gone: false,
  dataLayerOfP0: false,
  ingressController: false,
  imminent: false,
  stopsTraffic: false,
  hosts: null,
  onlyNode: false,
  lastSuccess: null,
  startedAt: null,
};

export interface TroubleParts {
  readonly state?: Trouble['state'];
  readonly findings?: readonly Finding[];
  readonly facts?: Partial<TroubleFacts>;
  readonly onset?: string | Date;
  readonly root?: ObjectRef;
}

/** A finding on a pod of the workload; say only what matters to the test. */
export function fault(
  code: FindingCode,
  owner: ObjectRef,
  since: string | Date = '20m',
  parts: Partial<Finding> = {},
): Finding {
  const at = typeof since === 'string' ? new Date(ago(since)) : since;
  const subject = { ...owner, kind: 'Pod', name: `${owner.name}-1` };
  return {
    code,
    reason: 'Because',
    subject,
    owner,
    container: 'app',
    since: at,
    message: `${owner.name}: ${code}`,
    evidence: [{ object: subject, field: 'status.phase', value: 'Running', at: null }],
    ...parts,
  };
}

export function workload(name: string, kind = 'Deployment'): ObjectRef {
  return { kind, namespace: name, name };
}

/** Trouble of a listed service, down for 20 min unless the test says otherwise. */
export function troubleOf(service: Service, parts: TroubleParts = {}): Trouble {
  const root = parts.root ?? workload(service.name);
  return build(rootKey({ service: service.name }), service, root, {
    ...parts,
    facts: { ratedAs: service.tier, ...parts.facts },
  });
}

/** Trouble of what nobody listed. */
export function unlisted(root: ObjectRef, parts: TroubleParts = {}): Trouble {
  return build(rootKey({ object: root }), null, root, parts);
}

function build(key: string, service: Service | null, root: ObjectRef, parts: TroubleParts): Trouble {
  const onset = parts.onset ?? '20m';
  const at = typeof onset === 'string' ? new Date(ago(onset)) : onset;
  return {
    key,
    service,
    root,
    state: parts.state ?? 'down',
    findings: parts.findings ?? [fault('crash-loop', root, at)],
    onset: at,
    facts: { ...NO_FACTS, ...parts.facts },
  };
}

export function draftOf(root: Trouble, ...others: readonly Trouble[]): IncidentDraft {
  const members = [root, ...others];
  return {
    root,
    members,
    onset: new Date(Math.min(...members.map((m) => m.onset.getTime()))),
    link: others.length === 0 ? null : 'the test says so',
    causedBy: null,
  };
}

export function later(ms: number, from: Date = NOW): Date {
  return new Date(from.getTime() + ms);
}
