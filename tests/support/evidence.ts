import type { Evidence, Finding } from '../../src/domain/finding.ts';
import type { VolumeFigures } from '../../src/kinds/volumes.ts';

/** Claims with the figures of their volumes, which evidence quotes as `figures.usedBytes`. */
export function withFigures(objects: readonly object[], volumes: readonly VolumeFigures[]): readonly object[] {
  const byClaim = new Map(volumes.map((figures) => [`${figures.namespace}/${figures.claim}`, figures]));
  return objects.map((object) => {
    const meta = at(object, 'metadata');
    const figures = byClaim.get(`${at(meta, 'namespace')}/${at(meta, 'name')}`);
    return at(object, 'kind') === 'PersistentVolumeClaim' && figures !== undefined ? { ...object, figures } : object;
  });
}

/** Evidence that points nowhere, or at a field that holds something else: `Pod/api-1 status.phase`. */
export function unheldEvidence(objects: readonly object[], findings: readonly Finding[]): readonly string[] {
  return findings
    .flatMap((finding) => finding.evidence)
    .filter((one) => String(valueAt(objects, one)) !== one.value)
    .map(({ object, field, value }) => `${object.kind}/${object.name} ${field} is not ${value}`);
}

function valueAt(objects: readonly object[], { object, field }: Evidence): unknown {
  const start = objects.find((candidate) => {
    const meta = at(candidate, 'metadata');
    return (
      at(candidate, 'kind') === object.kind &&
      at(meta, 'name') === object.name &&
      (at(meta, 'namespace') ?? null) === object.namespace
    );
  });
  let value: unknown = start;
  for (const step of steps(field)) {
    value = at(value, step.key);
    if (step.item !== null && Array.isArray(value)) {
      value = value.find((item) => at(item, 'name') === step.item || at(item, 'type') === step.item);
    } else if (step.item !== null) {
      value = at(value, step.item);
    }
  }
  return value;
}

/** `status.conditions[Ready].reason`: a dot inside brackets belongs to the name. */
function steps(field: string): readonly { readonly key: string; readonly item: string | null }[] {
  return [...field.matchAll(/([^.[\]]+)(?:\[([^\]]*)\])?/g)].map(([, key = '', item = null]) => ({ key, item }));
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
}
