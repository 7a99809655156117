import { rootKey } from '../domain/fingerprint.ts';
import type { Trouble } from '../domain/incident.ts';
import { causeWords } from './cause-words.ts';
import { followReference } from './follow.ts';
import { mostImportantFirst } from './managed.ts';
import { knownCauses, sharedCauses } from './shared-causes.ts';
import type { Scene } from './view.ts';

/** Troubles that have one named cause: one incident, however far apart they began. */
export interface CommonCause {
  /** Why they belong together, for people. */
  readonly why: string;
  /** The trouble of what is behind it; null when only its effects are seen: a registry is no object of the cluster. */
  readonly root: Trouble | null;
  /** All of them, the root too; the most important first. */
  readonly members: readonly Trouble[];
}

/**
 * Joins by the key of a cause and by nothing else: each trouble is looked at once, no pair is. What has a fault of its own beside
 * the shared one stays for itself.
 */
export function commonCauses(scene: Scene, troubles: readonly Trouble[]): readonly CommonCause[] {
  const known = knownCauses(scene, troubles);
  const sharers = new Map<string, Trouble[]>();
  for (const trouble of troubles) {
    for (const cause of sharedCauses(known, trouble)) {
      const list = sharers.get(cause);
      if (list === undefined) sharers.set(cause, [trouble]);
      else list.push(trouble);
    }
  }
  const found: CommonCause[] = [];
  for (const [cause, sharing] of sharers) {
    const bearers = known.bearers.get(cause) ?? [];
    const members = [...new Set([...bearers, ...sharing])].sort(mostImportantFirst);
    if (members.length < 2) continue;
    // Several nodes without room are equals: the first of them stands for all.
    const root = [...bearers].sort((a, b) => (a.key < b.key ? -1 : 1))[0] ?? null;
    found.push({ why: causeWords(scene, cause, members), root, members });
  }
  return [...found, ...behindApi(scene, troubles)];
}

/** A part of the API is down because what answers for it is. */
function behindApi(scene: Scene, troubles: readonly Trouble[]): readonly CommonCause[] {
  const byKey = new Map(troubles.map((trouble) => [trouble.key, trouble]));
  return troubles.flatMap((part) => {
    const finding = part.findings.find(({ code }) => code === 'api-service-down');
    const service = finding && scene.view.get('APIService', null, finding.subject.name)?.spec?.service;
    if (!service?.name) return [];
    const subject = { kind: 'Service', namespace: service.namespace ?? null, name: service.name };
    const keys = followReference(scene, { subject }).map((workload) => {
      const listed = scene.match.primary(workload);
      return listed === null ? rootKey({ object: workload }) : rootKey({ service: listed.name });
    });
    const root = keys.map((key) => byKey.get(key)).find((t) => t?.state === 'down' || t?.state === 'degraded');
    if (root === undefined || root === part) return [];
    return [{ why: `service ${service.name} answers for ${finding?.subject.name ?? ''}`, root, members: [root, part] }];
  });
}
