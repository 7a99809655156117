import type { FindingCode } from '../domain/catalogue.ts';
import type { FieldChange } from '../domain/field-change.ts';

/** Whether a change goes the way that explains the fault: less memory, not more. */
export type Fit = 'yes' | 'hardly' | 'no';

const OUT_OF_MEMORY: readonly FindingCode[] = ['oom-crash-loop', 'oom-killed', 'memory-near-limit'];

export function fitOf(fault: FindingCode, field: FieldChange, words: readonly string[]): Fit {
  if (fault === 'container-config') return missing(field, words);
  if (fault === 'evicted') return 'hardly';
  if (fault === 'certificate-not-ready' || fault === 'certificate-expiring') return certificate(field);
  switch (field.kind) {
    case 'limits':
      return limit(fault, field);
    case 'requests':
      return fault === 'unschedulable' || fault === 'preempted' ? more(field) : 'yes';
    case 'probe':
      return probe(field);
    case 'replicas':
      return replicas(fault, field);
    case 'image':
      return fault === 'image-pull' ? pulled(field, words) : pulledAnew(field);
    case 'scheduling':
      return placed(fault, field);
    case 'storage':
      return NEED_VOLUME.includes(fault) ? volume(field) : 'yes';
    default:
      return 'yes';
  }
}

/** The message says what a container can't be created without: a change of something else is hardly behind it. */
function missing({ kind, from, to }: FieldChange, words: readonly string[]): Fit {
  const said = words.join(' ');
  if (/runAsNonRoot|run as root/i.test(said)) return kind === 'security' ? 'yes' : 'no';
  if (/find key/i.test(said) && kind === 'secret' && to === null) return 'yes';
  if (/["'][\w./-]+["'] not found|find key \S+ in/i.test(said)) return 'hardly';
  // A setting of another value is still there.
  return kind === 'config' && from !== null && to !== null ? 'hardly' : 'yes';
}

function certificate({ text, object }: FieldChange): Fit {
  return /cert|issuer|acme|tls|dns/i.test(`${text} ${object?.kind ?? ''}`) ? 'yes' : 'hardly';
}

const NEED_VOLUME: readonly FindingCode[] = ['unschedulable', 'claim-pending', 'claim-lost'];

/** Where something is mounted binds no claim. */
function volume({ text, object }: FieldChange): Fit {
  const said = `${text} ${object?.kind ?? ''}`;
  return /claim|storage|volumeName|accessMode|persistent|size/i.test(said) || !/^(?:mount|volume)\b/.test(text)
    ? 'yes'
    : 'no';
}

/** One more toleration makes more nodes fit. */
function placed(fault: FindingCode, { from, to, text }: FieldChange): Fit {
  return fault === 'unschedulable' && /^toleration/.test(text) && from === null && to !== null ? 'no' : 'yes';
}

function pulledAnew({ text }: FieldChange): Fit {
  return /PullPolicy/i.test(text) ? 'hardly' : 'yes';
}

/** Only memory runs out; a higher limit is the mend, not the cause, but where room or a quota is short. */
function limit(fault: FindingCode, field: FieldChange): Fit {
  if (OUT_OF_MEMORY.includes(fault)) return /memory/.test(field.text) ? less(field) : 'no';
  if (fault === 'cpu-throttled') return /cpu/.test(field.text) ? less(field) : 'no';
  if (fault === 'unschedulable' || fault === 'node-pressure') return more(field);
  // A quota is used up by more, a least size of the namespace missed by less.
  if (fault === 'create-failed') return more(field) === 'yes' ? 'yes' : 'hardly';
  return STARVES.includes(fault) ? less(field) : 'yes';
}

const STARVES: readonly FindingCode[] = [
  ...(['crash-loop', 'restarts-growing', 'container-start', 'not-ready', 'init-hanging'] as const),
  ...(['job-failed', 'cronjob-failing', 'cronjob-overrun', 'backup-stale'] as const),
  ...(['statefulset-stalled', 'rollout-aborted'] as const),
];

function less(field: FieldChange): Fit {
  const [from, to] = [quantity(field.from), quantity(field.to)];
  if (from === null || to === null) return field.to === null && field.from !== null ? 'no' : 'yes';
  return to < from ? 'yes' : 'no';
}

/** What holds where nothing is written, of Kubernetes itself. */
const PROBE_DEFAULTS: Readonly<Record<string, number>> = {
  ...{ timeoutSeconds: 1, failureThreshold: 3, periodSeconds: 10, initialDelaySeconds: 0, successThreshold: 1 },
};

/** More patience breaks nothing; what begins to look later is ready later, which is hardly an incident. */
function probe({ text, from, to }: FieldChange): Fit {
  const [, setting = ''] = /\b(\w+(?:Seconds|Threshold))\b/.exec(text) ?? [];
  const usual = PROBE_DEFAULTS[setting];
  if (usual === undefined) return to === null && /\b(?:liveness|readiness)Probe removed/.test(text) ? 'no' : 'yes';
  const [was, is] = [quantity(from) ?? usual, quantity(to) ?? usual];
  if (setting === 'successThreshold') return is > was ? 'yes' : 'no';
  if (is < was) return 'yes';
  return setting === 'initialDelaySeconds' || setting === 'periodSeconds' ? 'hardly' : 'no';
}

/** Whoever asks for less finds room more easily. */
function more(field: FieldChange): Fit {
  const [from, to] = [quantity(field.from), quantity(field.to)];
  if (to === null) return from === null ? 'yes' : 'no';
  return from === null || to > from ? 'yes' : 'no';
}

const NEED_MORE: readonly FindingCode[] = ['unschedulable', 'node-pods-full', 'create-failed', 'claim-pending'];
const NEED_NONE: readonly FindingCode[] = ['workload-scaled-to-zero', 'endpoints-missing', 'endpoints-unmatched'];

function replicas(fault: FindingCode, field: FieldChange): Fit {
  const to = quantity(field.to);
  if (NEED_MORE.includes(fault))
    return /\b(?:replicas|instances|replicaCount)\b/i.test(field.text) ? more(field) : 'hardly';
  return NEED_NONE.includes(fault) && to !== null && to > 0 ? 'hardly' : 'yes';
}

/** An image that is not the one that can't be pulled belongs to another container. */
function pulled({ to, text }: FieldChange, words: readonly string[]): Fit {
  if (to === null || /PullPolicy/i.test(text)) return 'hardly';
  const said = words.join(' ');
  const isTold = /[\w.-]+\/[\w.-]+(?::[\w.-]+)?|\b[\w.-]+:[\w.-]*\d[\w.-]*/.test(said);
  return !isTold || said.includes(to.split('@')[0] ?? to) ? 'yes' : 'hardly';
}

const UNITS: Readonly<Record<string, number>> = {
  ...{ n: 1e-9, u: 1e-6, m: 1e-3, '': 1, k: 1e3, K: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 },
};

/** `512Mi`, `250m`, `2`, `1e9` as a number; null for what is none. */
function quantity(text: string | null): number | null {
  const [, number, unit] = /^(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)([a-zA-Z]{0,2})$/.exec(text ?? '') ?? [];
  const factor = UNITS[unit ?? ''];
  return number === undefined || factor === undefined ? null : Number(number) * factor;
}
