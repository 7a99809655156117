import type { ClusterChange } from '../../domain/change.ts';
import { type HasMeta, refOf } from '../../kinds/refs.ts';
import type { Snapshot } from '../../kinds/snapshot.ts';
import type { Condition } from '../../kinds/text.ts';
import { latest, timeOf } from '../../kinds/time.ts';
import { redact } from '../../platform/redact/redact.ts';
import type { Owner } from './owner.ts';
import { usesOf } from './uses.ts';
import { inWindow } from './window.ts';

const LONGEST = 200;

/** Secrets that it uses, by what those who make them tell; the Secrets themselves are never read. */
export function secretChanges(owner: Owner, { objects }: Snapshot, onset: Date): readonly ClusterChange[] {
  const { secrets } = usesOf(owner.spec);
  const isUsed = (object: HasMeta, secret: string | null | undefined): secret is string =>
    Boolean(secret) && secrets.has(secret ?? '') && object.metadata.namespace === owner.ref.namespace;
  if (secrets.size === 0) return [];
  const told = (object: HasMeta, secret: string, at: string | Date | null | undefined, words: string) => {
    const time = inWindow(at, onset);
    return time === null ? [] : [change(object, secret, time, words)];
  };

  const external = objects.ExternalSecret.flatMap((one) => {
    const secret = one.spec?.target?.name ?? one.metadata.name;
    if (!isUsed(one, secret)) return [];
    const ready = conditionOf(one.status?.conditions, 'Ready');
    return [
      ...told(one, secret, one.metadata.creationTimestamp, 'was created'),
      ...turned(ready, 'is no longer brought up to date', 'is brought up to date again').flatMap(([at, words]) =>
        told(one, secret, at, words),
      ),
      // What is refreshed every hour says nothing: a value that changed can't be seen.
      ...(isRefreshedOnce(one) ? told(one, secret, one.status?.refreshTime, 'was written anew') : []),
    ];
  });
  const sealed = objects.SealedSecret.flatMap((one) => {
    if (!isUsed(one, one.metadata.name)) return [];
    const synced = conditionOf(one.status?.conditions, 'Synced');
    const words = synced?.status === 'False' ? 'could not be unsealed' : 'was unsealed anew';
    const at = latest(timeOf(synced?.lastUpdateTime), timeOf(synced?.lastTransitionTime));
    return told(one, one.metadata.name, at, words);
  });
  const certificates = objects.Certificate.flatMap((one) => {
    const secret = one.spec?.secretName;
    if (!isUsed(one, secret)) return [];
    const { notBefore, revision, conditions } = one.status ?? {};
    const which = revision ? ` (revision ${revision})` : '';
    return [
      ...told(one, secret, issuedAt(notBefore, conditions), `got a new certificate${which}`),
      ...turned(conditionOf(conditions, 'Ready'), 'has a certificate that is not ready', null).flatMap(([at, words]) =>
        told(one, secret, at, words),
      ),
    ];
  });
  return [...external, ...sealed, ...certificates];
}

function isRefreshedOnce({ spec }: Snapshot['objects']['ExternalSecret'][number]): boolean {
  return /^0(?:[a-z]+)?$/.test(spec?.refreshInterval ?? '');
}

function conditionOf(conditions: readonly Condition[] | null | undefined, type: string): Condition | null {
  return conditions?.find((one) => one.type === type) ?? null;
}

function turned(condition: Condition | null, bad: string, good: string | null) {
  const words = condition?.status === 'False' ? bad : condition?.status === 'True' ? good : null;
  return condition === null || words === null ? [] : [[condition.lastTransitionTime, words] as const];
}

/** Authorities date certificates back, by an hour at most: the condition knows better when it turned after that. */
function issuedAt(
  notBefore: string | null | undefined,
  conditions: readonly Condition[] | null | undefined,
): Date | null {
  const from = timeOf(notBefore);
  const ready = conditionOf(conditions, 'Ready');
  const turnedAt = ready?.status === 'True' ? timeOf(ready.lastTransitionTime) : null;
  const isNear = from !== null && turnedAt !== null && turnedAt >= from && +turnedAt - +from < 2 * 3_600_000;
  return isNear ? turnedAt : from;
}

function change(object: HasMeta, secret: string, at: Date, words: string): ClusterChange {
  const ref = refOf(object);
  const text = redact(`Secret ${secret} of ${ref.kind} ${ref.name} ${words}`, LONGEST);
  const field = {
    kind: 'secret',
    file: null,
    object: { kind: ref.kind, name: ref.name },
    text,
    from: null,
    to: null,
  } as const;
  return { kind: 'secret', object: ref, at, text, fields: [field], commit: null, undo: null };
}
