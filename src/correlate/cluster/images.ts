import type { ClusterChange } from '../../domain/change.ts';
import type { Snapshot } from '../../kinds/snapshot.ts';
import { timeOf } from '../../kinds/time.ts';
import { redact } from '../../platform/redact/redact.ts';
import type { Owner, PodSpec } from './owner.ts';
import { inWindow } from './window.ts';

const LONGEST = 200;
const SHORT_DIGEST = 12;

/** Images that may be another one tomorrow without anybody changing a manifest: by `latest`, or by no tag at all. */
export function mutableImages(spec: PodSpec | null): readonly string[] {
  return imagesIn(spec).filter((image) => {
    if (image.includes('@')) return false;
    const tag = /:([\w.-]+)$/.exec(image.slice(image.lastIndexOf('/') + 1))?.[1];
    return tag === undefined || tag === 'latest';
  });
}

function imagesIn(spec: PodSpec | null): readonly string[] {
  const containers = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
  return [...new Set(containers.flatMap(({ image }) => (image ? [image] : [])))];
}

interface Pulled {
  readonly digest: string;
  /** Of the oldest pod that runs it. */
  readonly at: Date;
  readonly image: string;
}

/** Pods of one template that run different images: the tag was pushed again. */
export function retagged(owner: Owner, { objects }: Snapshot, onset: Date): readonly ClusterChange[] {
  const architectures = new Map(
    objects.Node.map(({ metadata, status }) => [metadata.name, status?.nodeInfo?.architecture ?? '']),
  );
  const groups = new Map<string, Pulled[]>();
  for (const { metadata, spec, status } of owner.pods) {
    const born = timeOf(metadata.creationTimestamp);
    // Images of one tag differ by architecture.
    const on = architectures.get(spec?.nodeName ?? '') ?? '';
    const hash = metadata.labels?.['pod-template-hash'] ?? metadata.labels?.['controller-revision-hash'] ?? '';
    for (const { name, imageID } of status?.containerStatuses ?? []) {
      const image = spec?.containers?.find((one) => one.name === name)?.image ?? '';
      const digest = /@(sha256:[0-9a-f]{64})$/.exec(imageID ?? '')?.[1];
      if (digest === undefined || born === null || image === '' || image.includes('@')) continue;
      const key = JSON.stringify([hash, on, name, image]);
      groups.set(key, [...(groups.get(key) ?? []), { digest, at: born, image }]);
    }
  }
  return [...groups.values()].flatMap((pulled) => change(owner, pulled, onset));
}

function change({ ref }: Owner, pulled: readonly Pulled[], onset: Date): readonly ClusterChange[] {
  const first = new Map<string, Pulled>();
  for (const one of [...pulled].sort((a, b) => +a.at - +b.at)) if (!first.has(one.digest)) first.set(one.digest, one);
  const [old, now] = [...first.values()].slice(-2);
  if (old === undefined || now === undefined || inWindow(now.at, onset) === null) return [];
  const [from, to] = [short(old.digest), short(now.digest)];
  const text = redact(`another image came under the same tag ${now.image}: ${from} → ${to}`, LONGEST);
  const fields = [{ kind: 'image', file: null, object: { kind: ref.kind, name: ref.name }, text, from, to }] as const;
  return [{ kind: 'rollout', object: ref, at: now.at, text, fields, commit: null, undo: null }];
}

function short(digest: string): string {
  return digest.slice(0, 'sha256:'.length + SHORT_DIGEST);
}
