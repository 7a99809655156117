import type { FindingCode } from '../domain/catalogue.ts';
import type { Finding } from '../domain/finding.ts';
import { rootKey } from '../domain/fingerprint.ts';
import type { ObjectRef } from '../domain/object-ref.ts';
import { sameRef } from '../domain/object-ref.ts';
import type { Service } from '../domain/service.ts';
import { followReference } from './follow.ts';
import { isIngressController } from './ingress-controller.ts';
import { isGitops, servedBy } from './managed.ts';
import { isSystem } from './system.ts';
import type { Scene } from './view.ts';

/** Whose trouble a finding is. */
export interface Attribution {
  readonly key: string;
  readonly service: Service | null;
  readonly root: ObjectRef;
  /** The workloads the finding is about. */
  readonly workloads: readonly ObjectRef[];
  /** True when it lies on what the service is made of; false for a neighbour in its namespace. */
  readonly primary: boolean;
}

/**
 * The service a finding's owner belongs to, else the one its reference leads to, else its namespace's only service;
 * what nobody listed stands for itself.
 */
export function attribute(scene: Scene, finding: Finding): Attribution {
  if (isGitops(finding.owner)) return ofGitops(scene, finding);
  const direct = ownerService(scene, finding);
  const followed = followReference(scene, finding);
  const workloads = followed.length > 0 ? followed : [finding.owner];
  if (direct !== null) return toService(direct, finding, [finding.owner], true);
  for (const workload of followed) {
    const service = scene.match.primary(workload);
    if (service !== null) return toService(service, finding, followed, true);
  }
  const neighbour = standsAlone(scene, finding.owner) ? null : scene.match.neighbour(finding.owner.namespace);
  if (neighbour !== null) {
    // An Ingress or a route that leads nowhere was the way to somebody: in a service's own namespace, to that service.
    const leads = finding.code === 'ingress-broken' || finding.subject.kind === 'HTTPRoute';
    const wayIn = leads && followed.length === 0;
    return toService(neighbour, finding, workloads, wayIn);
  }
  const root = workloads[0] ?? finding.owner;
  return { key: rootKey({ object: root }), service: null, root, workloads, primary: true };
}

/**
 * Nodes, the cluster's own network and ingress controllers are nobody's neighbours: more hangs on them than on the service
 * beside them. A quota alone breaks nothing: whom it refuses says so itself.
 */
function standsAlone(scene: Scene, owner: ObjectRef): boolean {
  const alone = owner.kind === 'Node' || owner.kind === 'ResourceQuota';
  return alone || isSystem(owner) || isIngressController(scene, owner);
}

/** It can put the service it brings at risk at most: what is broken in that is told by itself. */
function ofGitops(scene: Scene, finding: Finding): Attribution {
  const { owner } = finding;
  const service = servedBy(scene, owner);
  if (service !== null) return toService(service, finding, [owner], false);
  return { key: rootKey({ object: owner }), service: null, root: owner, workloads: [owner], primary: true };
}

/** A workload that is gone still belongs to the service that had it. */
function ownerService(scene: Scene, finding: Finding): Service | null {
  const service = scene.match.primary(finding.owner);
  if (service !== null) return service;
  return (
    scene.view.services.find((s) => scene.view.seenBefore(s).some((ref) => sameRef(ref, finding.owner))) ??
    namedService(scene, finding)
  );
}

const BY_NAME_ONLY: ReadonlySet<FindingCode> = new Set<FindingCode>(['service-missing', 'endpoints-unmatched']);
const NAMED_ALIKE = ['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout'] as const;

/** A Service that is deleted, or whose selector picks nothing, leads to no workload any more: its name is all that is left. */
function namedService(scene: Scene, finding: Finding): Service | null {
  if (!BY_NAME_ONLY.has(finding.code)) return null;
  const { namespace, name } = finding.subject;
  const listed = scene.view.services.filter((s) => s.namespaces.includes(namespace ?? ''));
  const named = listed.find((s) => s.name === name || s.aliases.includes(name));
  return (
    named ?? NAMED_ALIKE.map((kind) => scene.match.primary({ kind, namespace, name })).find((s) => s !== null) ?? null
  );
}

function toService(service: Service, finding: Finding, workloads: readonly ObjectRef[], primary: boolean): Attribution {
  return { key: rootKey({ service: service.name }), service, root: finding.owner, workloads, primary };
}
