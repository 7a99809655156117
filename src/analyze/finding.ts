import { type FindingCode, type SentenceParams, sentence } from '../domain/catalogue.ts';
import type { Evidence, Finding } from '../domain/finding.ts';
import type { ObjectRef } from '../domain/object-ref.ts';

interface About<C extends FindingCode> {
  readonly subject: ObjectRef;
  readonly owner: ObjectRef;
  readonly container?: string;
  readonly since: Date;
  /** Kubernetes' own word for the cause where it has one. */
  readonly reason: string;
  readonly params: SentenceParams<C>;
  /** At least one: what the finding claims must stand in a field. */
  readonly evidence: readonly [Evidence, ...Evidence[]];
  /** Key of a cause that others may share; see lib/causes.ts. */
  readonly cause?: string | null;
}

/** A finding whose sentence is complete by type. */
export function finding<C extends FindingCode>(code: C, about: About<C>): Finding {
  const { params, container, cause, ...rest } = about;
  const found = { code, container: container ?? null, ...rest, message: sentence(code, params) };
  return cause ? { ...found, cause } : found;
}

/** One field of one object as evidence. */
export function evidence(
  object: ObjectRef,
  field: string,
  value: string | number | boolean,
  at: Date | null = null,
): Evidence {
  return { object, field, value: String(value), at };
}
