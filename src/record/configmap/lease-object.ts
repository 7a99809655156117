import { z } from 'zod';
import { redact } from '../../platform/redact/redact.ts';
import { StateFault } from '../state-fault.ts';
import { MANIFESTS, type ObjectCalls } from './object-calls.ts';

const Spec = z.looseObject({
  /** `<run id>/<cycle id>`; none when nobody holds it. */
  holderIdentity: z.string().nullish(),
  leaseDurationSeconds: z.number().nullish(),
  acquireTime: z.string().nullish(),
  renewTime: z.string().nullish(),
  /** Grows with every holder: the fence. */
  leaseTransitions: z.number().nullish(),
});
export type LeaseSpec = z.infer<typeof Spec>;

const Lease = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    resourceVersion: z.string(),
    annotations: z.record(z.string(), z.string()).nullish(),
  }),
  spec: Spec.nullish(),
});
export type LeaseObject = z.infer<typeof Lease>;

/** Which step of the cycle the holder was in when it renewed last. */
const STEP = 'k8s-monitor/step';

export async function readLease(calls: ObjectCalls, name: string): Promise<LeaseObject> {
  return understood(await calls.get('Lease', name), calls.namespace, name);
}

/** The same, and where there is none it is made: Argo CD leaves Leases out of what it syncs. */
export async function readOrMakeLease(calls: ObjectCalls, name: string): Promise<LeaseObject> {
  const metadata = { name, namespace: calls.namespace };
  const empty = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec: {} };
  return understood(await calls.getOrMake('Lease', name, empty), calls.namespace, name);
}

/** Rejects with a Conflict when somebody else has written it since it was read. */
export async function writeLease(
  calls: ObjectCalls,
  lease: LeaseObject,
  spec: LeaseSpec,
  step: string | null,
): Promise<LeaseObject> {
  const { name, annotations } = lease.metadata;
  const { [STEP]: _, ...others } = annotations ?? {};
  const body = {
    ...lease,
    metadata: { ...lease.metadata, annotations: step === null ? others : { ...others, [STEP]: step } },
    spec: { ...lease.spec, ...spec },
  };
  return understood(await calls.replace('Lease', name, body), calls.namespace, name);
}

export function stepOf({ metadata }: LeaseObject): string | null {
  const step = metadata.annotations?.[STEP] ?? null;
  return step === null ? null : redact(step, 100);
}

/** The run of a holder, for people. */
export function runOf({ spec }: LeaseObject): string {
  const holder = spec?.holderIdentity ?? '';
  return redact(holder.slice(0, Math.max(0, holder.lastIndexOf('/'))) || holder, 200);
}

/** For people: `run k8s-monitor-29401 since 14:00:03`. */
export function holderText(lease: LeaseObject): string {
  const since = timeOf(lease.spec?.acquireTime);
  return `run ${runOf(lease)}${since === null ? '' : ` since ${since.toISOString().slice(11, 19)}`}`;
}

/** The API wants six digits after the second, no more and no less. */
export function microTime(time: Date): string {
  return time.toISOString().replace('Z', '000Z');
}

export function timeOf(text: string | null | undefined): Date | null {
  const time = new Date(text ?? Number.NaN);
  return Number.isNaN(time.getTime()) ? null : time;
}

function understood(object: unknown, namespace: string, name: string): LeaseObject {
  const parsed = Lease.safeParse(object);
  if (parsed.success) return parsed.data;
  throw new StateFault(
    `the Lease ${namespace}/${name} is not what an API server says: delete it, and \`${MANIFESTS}\` makes it anew`,
  );
}
