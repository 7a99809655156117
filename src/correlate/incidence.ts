import type { FindingCode } from '../domain/catalogue.ts';
import type { ObjectRef } from '../domain/object-ref.ts';
import type { Service } from '../domain/service.ts';

/** What has to be known of an incident to look for the change behind it. */
export interface Incidence {
  readonly id: string;
  /** The first symptom, as seen. */
  readonly onset: Date;
  /** Null: nobody listed what is broken. */
  readonly service: Service | null;
  /** Listed services it needs. */
  readonly dependencies: readonly Service[];
  /** The other listed services: some of them serve everybody. */
  readonly shared: readonly Service[];
  /** The object at the top: the workload, the node. */
  readonly owner: ObjectRef;
  readonly namespaces: readonly string[];
  /** What is wrong, the root's first. */
  readonly faults: readonly FindingCode[];
  /** Sentences and evidence of the findings: names in them (of an image, a Secret, a key) tell changes apart. Redacted. */
  readonly words: readonly string[];
  /** When the cycle looked. */
  readonly now: Date;
}
