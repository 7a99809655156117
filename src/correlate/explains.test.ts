import { describe, expect, it } from 'vitest';
import { CATALOGUE, type FindingCode, isFindingCode } from '../domain/catalogue.ts';
import { FIELD_KINDS, type FieldChange, type FieldKind } from '../domain/field-change.ts';
import { EXPLAINS, explanation } from './explains.ts';

const field = (kind: FieldKind, text: string, from: string | null = null, to: string | null = null): FieldChange => ({
  kind,
  file: 'base-apps/api/x.yaml',
  object: null,
  text,
  from,
  to,
});
const strength = (fault: FindingCode, change: FieldChange, ...words: readonly string[]) =>
  explanation([fault], words, [change])?.strength ?? null;

describe('the table', () => {
  it('has a line for every finding, and no kind twice in one', () => {
    expect(Object.keys(EXPLAINS).sort()).toEqual(Object.keys(CATALOGUE).sort());
    for (const { strong, weak } of Object.values(EXPLAINS)) {
      const all = [...strong, ...weak];
      expect(new Set(all).size).toBe(all.length);
    }
  });

  it.each([
    ['image', 'image-pull'],
    ['image', 'crash-loop'],
    ['limits', 'oom-crash-loop'],
    ['env', 'container-config'],
    ['config', 'container-config'],
    ['secret', 'container-config'],
    ['env', 'crash-loop'],
    ['probe', 'not-ready'],
    ['ingress', 'ingress-broken'],
    ['port', 'endpoints-missing'],
    ['selector', 'endpoints-unmatched'],
    ['scheduling', 'unschedulable'],
    ['requests', 'unschedulable'],
    ['storage', 'claim-pending'],
    ['replicas', 'workload-scaled-to-zero'],
    ['off', 'workload-gone'],
    ['security', 'create-failed'],
    ['security', 'container-config'],
    ['quota', 'create-failed'],
    ['schedule', 'cronjob-missed'],
    ['secret', 'secret-not-syncing'],
    ['chart', 'crash-loop'],
  ] as const)('%s explains %s', (kind, fault) => {
    expect(
      strength(fault, field(kind, kind === 'limits' ? 'memory limit' : kind, null, kind === 'image' ? 'a:2' : null)),
    ).toBe('strong');
  });

  it('lets what the rules do not know explain next to nothing', () => {
    const explained = Object.keys(EXPLAINS)
      .filter((code) => isFindingCode(code) && strength(code, field('other', 'x')) !== null)
      .sort();
    // A manifest that cannot be applied may be of any kind.
    expect(explained).toEqual(['app-out-of-sync', 'app-sync-failed', 'gitops-not-ready', 'workload-gone']);
    expect(FIELD_KINDS.filter((kind) => strength('node-not-ready', field(kind, 'x')) !== null)).toEqual([]);
  });
});

describe('the direction', () => {
  it.each([
    ['oom-killed', field('limits', 'memory limit 1Gi → 64Mi', '1Gi', '64Mi'), 'strong'],
    ['oom-killed', field('limits', 'memory limit 64Mi → 1Gi', '64Mi', '1Gi'), null],
    ['oom-killed', field('limits', 'memory limit 64Mi added', null, '64Mi'), 'strong'],
    ['oom-killed', field('limits', 'memory limit 64Mi removed', '64Mi', null), null],
    ['oom-killed', field('limits', 'cpu limit 2 → 1', '2', '1'), null],
    ['oom-killed', field('limits', 'memory limit 1e9 → 2e9', '1e9', '2e9'), null],
    ['oom-killed', field('limits', 'memory limit 2e9 → 1Gi', '2e9', '1Gi'), 'strong'],
    ['memory-near-limit', field('limits', 'memory limit 1Gi → 64Mi', '1Gi', '64Mi'), 'strong'],
    ['memory-near-limit', field('limits', 'cpu limit 2 → 1', '2', '1'), null],
    ['cpu-throttled', field('limits', 'cpu limit 2 → 1', '2', '1'), 'strong'],
    ['cpu-throttled', field('limits', 'cpu limit 1 → 2', '1', '2'), null],
    ['cpu-throttled', field('limits', 'memory limit 1Gi → 64Mi', '1Gi', '64Mi'), null],
    ['cronjob-overrun', field('limits', 'memory limit 1Gi → 2Gi', '1Gi', '2Gi'), null],
    ['preempted', field('requests', 'cpu request 2 → 1', '2', '1'), null],
    ['restarts-growing', field('limits', 'memory limit 1Gi → 2Gi', '1Gi', '2Gi'), null],
    ['restarts-growing', field('limits', 'cpu limit 1 → 2', '1', '2'), null],
    ['restarts-growing', field('limits', 'cpu limit 2 → 1', '2', '1'), 'strong'],
    ['crash-loop', field('limits', 'memory limit 1Gi removed', '1Gi', null), null],
    ['create-failed', field('limits', 'memory limit 1Gi → 2Gi', '1Gi', '2Gi'), 'strong'],
    ['create-failed', field('limits', 'memory limit 2Gi → 1Gi', '2Gi', '1Gi'), 'weak'],
    ['not-ready', field('probe', 'readinessProbe timeoutSeconds 1 → 10', '1', '10'), null],
    ['not-ready', field('probe', 'readinessProbe timeoutSeconds 10 added', null, '10'), null],
    ['not-ready', field('probe', 'readinessProbe timeoutSeconds 10 → 1', '10', '1'), 'strong'],
    ['crash-loop', field('probe', 'livenessProbe failureThreshold 3 → 1', '3', '1'), 'strong'],
    ['crash-loop', field('probe', 'livenessProbe failureThreshold 3 → 6', '3', '6'), null],
    ['not-ready', field('probe', 'readinessProbe initialDelaySeconds 5 → 60', '5', '60'), 'weak'],
    ['not-ready', field('probe', 'readinessProbe successThreshold 1 → 3', '1', '3'), 'strong'],
    ['not-ready', field('probe', 'readinessProbe path /a → /b', '/a', '/b'), 'strong'],
    ['not-ready', field('probe', 'readinessProbe removed', null, null), null],
    ['crash-loop', field('probe', 'startupProbe removed', null, null), 'strong'],
    ['unschedulable', field('requests', 'cpu request 100m → 64', '100m', '64'), 'strong'],
    ['unschedulable', field('requests', 'memory request 2Gi → 1Gi', '2Gi', '1Gi'), null],
    ['workload-scaled-to-zero', field('replicas', 'replicas 2 → 0', '2', '0'), 'strong'],
    ['workload-scaled-to-zero', field('replicas', 'replicas 2 → 3', '2', '3'), 'weak'],
    ['unschedulable', field('replicas', 'replicas 2 → 1', '2', '1'), null],
  ] as const)('counts: %s', (fault, change, wanted) => {
    expect(strength(fault, change)).toBe(wanted);
  });
});

describe('names', () => {
  const rows: readonly (readonly [FindingCode, FieldChange, string])[] = [
    [
      'container-config',
      field('secret', 'env PASSWORD secret db → db2', 'db', 'db2'),
      'app cannot be created: secret "db2" not found',
    ],
    [
      'container-config',
      field('secret', 'env PASSWORD secret key a → pass', 'a', 'pass'),
      'app cannot be created: key "pass" is missing',
    ],
    [
      'container-config',
      { ...field('off', 'base-apps/api/configmap.yaml removed'), object: { kind: 'ConfigMap', name: 'api-config' } },
      'configmap "api-config" not found',
    ],
    [
      'image-pull',
      field('image', 'image shop:1.0 → shop:1.1', 'shop:1.0', 'shop:1.1'),
      'image shop:1.1 of app cannot be pulled',
    ],
    [
      'oom-killed',
      field('limits', 'memory limit 1Gi → 64Mi', '1Gi', '64Mi'),
      'app was killed for using more memory than 64Mi',
    ],
    ['ingress-broken', field('port', 'port 80 → 8080', '80', '8080'), 'service api has no port 80'],
    [
      'claim-pending',
      field('storage', 'storageClassName a → fast-ssd', 'a', 'fast-ssd'),
      'storageclass fast-ssd does not exist',
    ],
  ];
  it.each(rows)('of %s stand in the change', (fault, change, words) => {
    expect(strength(fault, change, words)).toBe('names');
  });

  it('are no words of a sentence, and no names of something else', () => {
    expect(
      strength('container-config', field('secret', 'env TOKEN secret a → b', 'a', 'b'), 'a secret is not found'),
    ).toBe('strong');
    expect(
      strength('crash-loop', field('env', 'env MODE app → web', 'app', 'web'), 'app crashes again and again'),
    ).toBe('strong');
    expect(strength('node-pressure', field('env', 'env A x-1', null, 'x-1'), 'x-1')).toBeNull();
  });

  it('of another image say that this one is not to blame alone', () => {
    const sidecar = field('image', 'image proxy:1 → proxy:2', 'proxy:1', 'proxy:2');
    expect(strength('image-pull', sidecar, 'image shop:1.1 of app cannot be pulled')).toBe('weak');
    // The old one is what fails: the change came after, or never arrived.
    const away = field('image', 'image shop:1.1 → shop:1.2', 'shop:1.1', 'shop:1.2');
    expect(strength('image-pull', away, 'image shop:1.1 of app cannot be pulled')).toBe('weak');
  });
});

it('takes the best pair, of equals the first fault and the first field', () => {
  const fields = [field('port', 'port 1'), field('image', 'image a'), field('env', 'env B')];
  expect(explanation(['not-ready', 'crash-loop'], [], fields)).toMatchObject({
    field: fields[0],
    fault: 'not-ready',
    strength: 'strong',
  });
  expect(explanation(['crash-loop', 'not-ready'], [], fields)).toMatchObject({ field: fields[1], fault: 'crash-loop' });
  expect(explanation(['crash-loop'], [], [])).toBeNull();
  expect(explanation([], [], fields)).toBeNull();
});
