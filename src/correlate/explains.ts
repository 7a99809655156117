import type { FindingCode } from '../domain/catalogue.ts';
import type { FieldChange, FieldKind } from '../domain/field-change.ts';
import { fitOf } from './explains-fit.ts';
import { namesIn } from './explains-names.ts';

interface Explained {
  /** A change of this kind is what one expects behind the fault. */
  readonly strong: readonly FieldKind[];
  /** It may be behind it, in a roundabout way. */
  readonly weak: readonly FieldKind[];
}

const STARTS: readonly FieldKind[] = ['image', 'chart', 'command', 'env', 'config', 'secret', 'security'];
const AROUND: readonly FieldKind[] = ['limits', 'requests', 'storage', 'port', 'access', 'off'];
const POD: readonly FieldKind[] = [...STARTS, ...AROUND, 'probe'];
/** Of pods that don't come up, but for the image, which is the first one thinks of. */
const NOT_COMING_UP: readonly FieldKind[] = [
  'command',
  'env',
  'config',
  'secret',
  'security',
  'limits',
  'requests',
  'storage',
  'port',
  'access',
];
const CERTIFICATE: Explained = { strong: ['config', 'secret', 'ingress', 'off'], weak: ['chart', 'access', 'new'] };
const OUT_OF_MEMORY: Explained = {
  strong: ['limits'],
  weak: ['image', 'chart', 'command', 'env', 'config', 'requests'],
};

/** Which changes explain which fault: severity.md, "Correlation confidence", over the whole catalogue of findings. */
export const EXPLAINS: Readonly<Record<FindingCode, Explained>> = {
  'crash-loop': { strong: [...STARTS, 'probe'], weak: ['limits', 'storage', 'port', 'access', 'off', 'selector'] },
  'oom-crash-loop': OUT_OF_MEMORY,
  'oom-killed': OUT_OF_MEMORY,
  'restarts-growing': { strong: [...STARTS, 'probe', 'limits'], weak: ['storage', 'port', 'access', 'off'] },
  'image-pull': { strong: ['image', 'chart'], weak: ['secret', 'access', 'command', 'off', 'security'] },
  'container-config': {
    strong: ['env', 'config', 'secret', 'security', 'chart'],
    weak: ['image', 'off', 'storage', 'command', 'new'],
  },
  'container-start': {
    strong: ['command', 'image', 'security', 'storage', 'chart'],
    weak: ['env', 'config', 'secret', 'limits', 'off'],
  },
  unschedulable: {
    strong: ['requests', 'scheduling', 'replicas', 'storage', 'limits'],
    weak: ['chart', 'port', 'selector', 'new', 'image', 'security', 'quota'],
  },
  'scheduling-gated': { strong: ['scheduling'], weak: ['chart', 'new'] },
  'not-ready': {
    strong: ['probe', 'port', 'chart'],
    weak: ['image', 'command', 'env', 'config', 'secret', 'security', 'limits', 'requests', 'storage', 'access'],
  },
  'init-hanging': {
    strong: ['image', 'command', 'env', 'config', 'secret', 'chart'],
    weak: ['storage', 'access', 'off', 'port', 'ingress', 'security', 'limits'],
  },
  'pod-start': {
    strong: ['secret', 'config', 'storage', 'chart'],
    weak: ['security', 'scheduling', 'off', 'access', 'image', 'env'],
  },
  'terminating-stuck': { strong: ['off'], weak: ['command', 'storage', 'chart'] },
  evicted: {
    strong: ['storage', 'requests', 'limits'],
    weak: ['image', 'chart', 'command', 'env', 'config', 'replicas'],
  },
  'replicas-short': { strong: ['replicas'], weak: [...POD, 'scheduling', 'quota'] },
  'rollout-stuck': {
    strong: ['image', 'probe', 'chart'],
    weak: ['command', 'env', 'config', 'secret', 'security', ...AROUND, 'scheduling', 'quota', 'replicas'],
  },
  'create-failed': {
    strong: ['quota', 'security', 'access', 'limits', 'requests', 'scheduling', 'chart'],
    weak: ['replicas', 'new', 'image', 'storage', 'off'],
  },
  'job-failed': { strong: STARTS, weak: ['limits', 'storage', 'access', 'off', 'schedule', 'requests'] },
  'cronjob-failing': { strong: STARTS, weak: ['limits', 'storage', 'access', 'off', 'schedule', 'requests'] },
  'cronjob-missed': { strong: ['schedule'], weak: ['chart', 'quota', 'off'] },
  'endpoints-missing': {
    strong: ['selector', 'port', 'probe', 'replicas', 'ingress'],
    weak: [...STARTS, 'limits', 'requests', 'off', 'scheduling'],
  },
  'endpoints-unmatched': { strong: ['selector', 'off', 'replicas'], weak: ['port', 'ingress', 'chart', 'new'] },
  'service-missing': { strong: ['off', 'ingress', 'chart'], weak: ['port', 'selector', 'new'] },
  'claim-pending': { strong: ['storage'], weak: ['chart', 'replicas', 'scheduling', 'quota', 'off', 'new'] },
  'claim-lost': { strong: ['storage', 'off'], weak: ['chart'] },
  'node-not-ready': { strong: [], weak: [] },
  'node-pressure': { strong: [], weak: ['limits', 'requests', 'replicas', 'storage', 'image', 'new'] },
  'node-pods-full': { strong: ['replicas'], weak: ['scheduling', 'requests', 'new'] },
  'workload-gone': { strong: ['off', 'chart'], weak: ['config', 'selector', 'replicas', 'other'] },
  'workload-scaled-to-zero': { strong: ['replicas'], weak: ['off', 'chart', 'config', 'schedule'] },
  'secret-not-syncing': { strong: ['secret'], weak: ['access', 'config', 'off', 'chart', 'new'] },
  'certificate-not-ready': CERTIFICATE,
  'certificate-expiring': CERTIFICATE,
  'ingress-broken': { strong: ['ingress', 'port', 'off', 'chart'], weak: ['new', 'selector', 'config', 'secret'] },
  'hpa-blocked': { strong: ['replicas', 'requests', 'off'], weak: ['chart', 'limits', 'selector', 'image'] },
  'memory-near-limit': { strong: ['limits'], weak: ['image', 'chart', 'command', 'env', 'config', 'replicas'] },
  'cpu-throttled': { strong: ['limits'], weak: ['image', 'chart', 'command', 'env', 'config', 'replicas', 'requests'] },
  preempted: { strong: ['scheduling', 'requests'], weak: ['replicas', 'new', 'quota'] },
  misscheduled: { strong: ['scheduling'], weak: ['chart', 'new'] },
  'statefulset-stalled': {
    strong: ['image', 'probe', 'chart'],
    weak: [...NOT_COMING_UP, 'scheduling', 'replicas'],
  },
  'rollout-aborted': {
    strong: ['image', 'probe', 'chart'],
    weak: [...NOT_COMING_UP, 'off'],
  },
  'cronjob-overrun': {
    strong: ['image', 'command', 'env', 'config', 'chart'],
    weak: ['secret', 'limits', 'storage', 'access', 'schedule', 'requests'],
  },
  'backup-stale': {
    strong: ['schedule', 'image', 'command', 'env', 'config', 'secret', 'chart'],
    weak: ['limits', 'storage', 'access', 'off', 'requests'],
  },
  'port-unserved': { strong: ['port'], weak: ['image', 'chart', 'command', 'new', 'selector'] },
  'policy-blocks': { strong: ['access', 'new'], weak: ['selector', 'port', 'chart', 'off'] },
  'gateway-not-ready': { strong: ['ingress', 'port', 'off', 'chart'], weak: ['new', 'selector', 'config', 'secret'] },
  'webhook-down': {
    strong: ['off', 'selector', 'port', 'image', 'chart'],
    weak: ['new', 'config', 'secret', 'access', 'replicas'],
  },
  'load-balancer-pending': { strong: ['port', 'ingress', 'chart'], weak: ['config', 'new', 'off'] },
  'claim-resize-stuck': { strong: ['storage'], weak: ['chart', 'off'] },
  'volume-failed': { strong: ['storage', 'off'], weak: ['chart'] },
  'volume-nearly-full': { strong: ['storage'], weak: ['replicas', 'config', 'chart', 'image'] },
  'hpa-at-max': { strong: ['replicas', 'requests', 'limits'], weak: ['image', 'chart', 'config', 'env', 'command'] },
  'pdb-blocks-drain': { strong: ['replicas', 'new'], weak: ['scheduling', 'probe', 'image', 'chart'] },
  'quota-full': { strong: ['quota', 'replicas', 'requests', 'limits'], weak: ['new', 'chart'] },
  'node-kernel': { strong: [], weak: [] },
  'node-lease-stale': { strong: [], weak: [] },
  'node-cordoned': { strong: ['scheduling', 'replicas'], weak: ['new', 'requests'] },
  'store-not-ready': { strong: ['secret', 'access', 'config', 'off'], weak: ['chart', 'new'] },
  'app-degraded': {
    strong: ['image', 'probe', 'chart'],
    weak: [...NOT_COMING_UP, 'off', 'replicas'],
  },
  'app-out-of-sync': { strong: ['off', 'chart'], weak: ['other', 'config', 'new'] },
  'app-sync-failed': {
    strong: ['chart', 'off'],
    weak: ['config', 'new', 'security', 'access', 'storage', 'selector', 'image', 'ingress', 'other'],
  },
  'gitops-not-ready': {
    strong: ['chart', 'off'],
    weak: ['config', 'new', 'security', 'access', 'storage', 'selector', 'image', 'ingress', 'secret', 'other'],
  },
  'helmchart-failed': { strong: ['chart'], weak: ['config', 'new', 'image', 'secret', 'access'] },
  'api-service-down': {
    strong: ['off', 'port', 'image', 'chart'],
    weak: ['new', 'config', 'secret', 'access', 'selector', 'replicas'],
  },
  'metrics-missing': { strong: ['off', 'image', 'chart'], weak: ['config', 'access', 'port'] },
};

const STRENGTHS = ['names', 'strong', 'weak'] as const;

export interface Explanation {
  readonly field: FieldChange;
  readonly fault: FindingCode;
  /** names: a name the findings tell stands in the changed field; strong, weak: by its kind alone. */
  readonly strength: (typeof STRENGTHS)[number];
}

/**
 * The changed field that explains the faults best; null when none does. `words` are what the findings say: names in them (of an
 * image, a Secret, a key, a claim), or a port, that stand in the field too, count most. Of equals the one whose
 * kind explains more, then the first fault, then the first field.
 */
export function explanation(
  faults: readonly FindingCode[],
  words: readonly string[],
  fields: readonly FieldChange[],
): Explanation | null {
  const named = new Map(fields.map((field) => [field, namesIn(field, words)]));
  let best: Explanation | null = null;
  for (const fault of new Set(faults)) {
    for (const field of fields) {
      const strength = strengthOf(fault, field, words, named.get(field) ?? false);
      if (strength === null) continue;
      const found = { field, fault, strength };
      if (best === null || rank(found) < rank(best)) best = found;
    }
  }
  return best;
}

/** The lower, the better: a limit and a request that are both 64Mi are not equally good. */
function rank({ field, fault, strength }: Explanation): number {
  return 2 * STRENGTHS.indexOf(strength) + (EXPLAINS[fault].strong.includes(field.kind) ? 0 : 1);
}

function strengthOf(
  fault: FindingCode,
  field: FieldChange,
  words: readonly string[],
  isNamed: boolean,
): Explanation['strength'] | null {
  const { strong, weak } = EXPLAINS[fault];
  const isStrong = strong.includes(field.kind);
  if (!isStrong && !weak.includes(field.kind)) return null;
  const found = fitOf(fault, field, words);
  if (found === 'no') return null;
  if (isNamed) return 'names';
  return isStrong && found === 'yes' ? 'strong' : 'weak';
}
