// The pod is as strict as Pod Security `restricted`, and the deadlines of CronJob, Job, pod and cycle agree.
import { expect, it } from 'vitest';
import { z } from 'zod';
import packageJson from '../../package.json' with { type: 'json' };
import { runCommand } from '../../src/cli/commands/run.ts';
import { CONFIGURATION } from '../../src/cli/exit-codes.ts';
import { SETTINGS } from '../../src/config/settings.ts';
import { HOUR, SECOND } from '../../src/domain/duration.ts';
import { baseObject, envFile, filesIn, kustomization, text } from './files.ts';

const Pod = z.looseObject({
  serviceAccountName: z.string(),
  automountServiceAccountToken: z.boolean(),
  restartPolicy: z.string(),
  terminationGracePeriodSeconds: z.number(),
  hostNetwork: z.never().optional(),
  hostPID: z.never().optional(),
  hostIPC: z.never().optional(),
  initContainers: z.never().optional(),
  securityContext: z.looseObject({}),
  volumes: z.array(z.looseObject({ name: z.string() })),
  containers: z.tuple([
    z.looseObject({
      name: z.string(),
      image: z.string(),
      args: z.array(z.string()),
      ports: z.never().optional(),
      env: z.array(z.unknown()),
      envFrom: z.array(z.unknown()),
      securityContext: z.looseObject({}),
      resources: z.strictObject({
        requests: z.record(z.string(), z.string()),
        limits: z.record(z.string(), z.string()),
      }),
      volumeMounts: z.array(
        z.looseObject({ name: z.string(), mountPath: z.string(), readOnly: z.boolean().optional() }),
      ),
    }),
  ]),
});
const Policy = z.strictObject({
  action: z.string(),
  onPodConditions: z.unknown().optional(),
  onExitCodes: z
    .strictObject({ containerName: z.string(), operator: z.literal('In'), values: z.array(z.number()) })
    .optional(),
});
const CronJob = z.looseObject({
  schedule: z.string(),
  timeZone: z.string(),
  concurrencyPolicy: z.string(),
  startingDeadlineSeconds: z.number(),
  jobTemplate: z.looseObject({
    spec: z.looseObject({
      activeDeadlineSeconds: z.number(),
      backoffLimit: z.number(),
      podFailurePolicy: z.strictObject({ rules: z.array(Policy) }),
      template: z.looseObject({ spec: Pod }),
    }),
  }),
});
const SPEC = CronJob.parse(baseObject('cronjob.yaml', 'CronJob')['spec']);
const JOB = SPEC.jobTemplate.spec;
const POD = JOB.template.spec;
const [CONTAINER] = POD.containers;
const SETTINGS_ENV = envFile('k8s/base/settings.env');
/** What a cycle may take beyond its deadline to tell and keep what was decided, in seconds. */
const LAST_WORDS = Number(/LAST_WORDS = (\d+) \* SECOND/.exec(text('src/compose/run-once.ts'))?.[1]);

it('is as strict as Pod Security `restricted` wants it', () => {
  expect(POD.securityContext).toEqual({
    runAsNonRoot: true,
    runAsUser: 65532,
    runAsGroup: 65532,
    seccompProfile: { type: 'RuntimeDefault' },
  });
  expect(CONTAINER.securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
  const { labels } = baseObject('namespace.yaml', 'Namespace').metadata;
  expect(labels).toMatchObject({
    'pod-security.kubernetes.io/enforce': 'restricted',
    'pod-security.kubernetes.io/enforce-version': 'latest',
  });
});

it('mounts nothing it could write to but /tmp, and only where a setting looks', () => {
  const kinds = POD.volumes.map(({ name, ...source }) => [name, Object.keys(source).join()]);
  expect(kinds).toEqual([
    ['agents', 'configMap'],
    ['services', 'configMap'],
    ['tmp', 'emptyDir'],
  ]);
  expect(POD.volumes.at(-1)).toMatchObject({ emptyDir: { sizeLimit: '256Mi' } });
  const writable = CONTAINER.volumeMounts.filter(({ readOnly }) => readOnly !== true);
  expect(writable.map(({ mountPath }) => mountPath)).toEqual(['/tmp']);
  const mounted = Object.fromEntries(CONTAINER.volumeMounts.map(({ name, mountPath }) => [name, mountPath]));
  expect(SETTINGS_ENV.get('AGENTS_DIR')).toBe(mounted['agents']);
  expect(SETTINGS_ENV.get('SERVICES_FILE')).toBe(`${mounted['services']}/services.txt`);
});

it('gives a token to this pod alone', () => {
  const account = baseObject('service-account.yaml', 'ServiceAccount');
  expect([account['automountServiceAccountToken'], POD.automountServiceAccountToken]).toEqual([false, true]);
  expect(POD.serviceAccountName).toBe(account.metadata.name);
});

it('is told its run by the label that all tries of a slot share, and a Secret changes no setting of the ConfigMap', () => {
  const fieldPath = "metadata.labels['batch.kubernetes.io/job-name']";
  expect(CONTAINER.env).toEqual([{ name: 'RUN_ID', valueFrom: { fieldRef: { fieldPath } } }]);
  expect(SETTINGS_ENV.has('RUN_ID')).toBe(false);
  expect(CONTAINER.envFrom).toEqual([
    { secretRef: { name: 'k8s-monitor', optional: true } },
    { configMapRef: { name: 'k8s-monitor-settings' } },
  ]);
});

it('starts what the program knows', () => {
  const [command, ...flags] = CONTAINER.args;
  const known = runCommand(() => {}).options.map(({ long }) => long);
  expect(command).toBe('run');
  expect(flags).toContain('--once');
  expect(known).toEqual(expect.arrayContaining(flags));
});

it('has limits above what was measured, and asks for little', () => {
  const peak = Number(/peak (\d+) MB/.exec(text('bench/results.txt'))?.[1]);
  const limit = Number(/^(\d+)Mi$/.exec(CONTAINER.resources.limits['memory'] ?? '')?.[1]);
  expect(peak).toBeGreaterThan(0);
  expect(limit).toBeGreaterThanOrEqual(2 * peak);
  expect(CONTAINER.resources.requests).toEqual({ cpu: '50m', memory: '96Mi' });
});

const cycleSeconds = (set: ReadonlyMap<string, string>): number =>
  Number(set.get('CYCLE_DEADLINE_SECONDS') ?? SETTINGS.CYCLE_DEADLINE_SECONDS.default);
const intervalSeconds = (set: ReadonlyMap<string, string>): number =>
  SETTINGS.MONITORING_INTERVAL_HOURS.schema.parse(set.get('MONITORING_INTERVAL_HOURS')) / SECOND;

it('lets a cycle end by itself, and a slot end before the next one', () => {
  expect(SPEC.schedule).toBe('0 * * * *');
  expect(intervalSeconds(SETTINGS_ENV)).toBe(HOUR / SECOND);
  expect(cycleSeconds(SETTINGS_ENV) + LAST_WORDS).toBeLessThan(JOB.activeDeadlineSeconds);
  const latest = SPEC.startingDeadlineSeconds + JOB.activeDeadlineSeconds + POD.terminationGracePeriodSeconds;
  expect(latest).toBeLessThan(intervalSeconds(SETTINGS_ENV));
  // A retry of a killed run waits for its lease, and needs time after that.
  expect(Number(SETTINGS.LEASE_SECONDS.default)).toBeLessThan(JOB.activeDeadlineSeconds / 2);
  expect([SPEC.concurrencyPolicy, SPEC.timeZone, POD.restartPolicy]).toEqual(['Forbid', 'Etc/UTC', 'Never']);
});

it('does so too with a cycle every five minutes', () => {
  const { configMapGenerator, patches } = kustomization('k8s/components/every-five-minutes/kustomization.yaml');
  const literals = configMapGenerator.flatMap((one) => one.literals);
  const set = new Map(literals.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  const number = (name: string): number => Number(new RegExp(`${name}: (\\d+)`).exec(patches[0]?.patch ?? '')?.[1]);
  expect(patches[0]?.patch).toContain("schedule: '*/5 * * * *'");
  expect(intervalSeconds(set)).toBe(300);
  expect(cycleSeconds(set) + LAST_WORDS).toBeLessThan(number('activeDeadlineSeconds'));
  expect(number('activeDeadlineSeconds')).toBeLessThan(300);
  expect(number('startingDeadlineSeconds')).toBeLessThan(300);
});

it('ignores disruptions, and tries again only what that can mend', () => {
  const { rules } = JOB.podFailurePolicy;
  expect(rules[0]).toEqual({ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] });
  expect(rules.slice(1).map(({ action }) => action)).toEqual(['FailJob']);
  expect(rules[1]?.onExitCodes?.containerName).toBe(CONTAINER.name);
  const values = rules[1]?.onExitCodes?.values ?? [];
  expect(values).toEqual([1, CONFIGURATION, 10]);
  // The cluster could not be read (3), a fault of the program's own (70), killed (137), asked to stop (143).
  expect(values.filter((code) => [3, 70, 137, 143].includes(code))).toEqual([]);
  expect(JOB.backoffLimit).toBe(2);
});

it('runs the version of this checkout, under an exact tag', () => {
  const tag = /^[a-z0-9./-]+:([^@:]+)$/.exec(CONTAINER.image)?.[1];
  expect(tag).toBe(packageJson.version);
  const labels = kustomization('k8s/base/kustomization.yaml').labels.map(({ pairs }) => pairs);
  expect(labels).toEqual([
    { 'app.kubernetes.io/name': 'k8s-monitor', 'app.kubernetes.io/version': packageJson.version },
  ]);
  const pinned = filesIn('k8s').filter((path) => /(ref=|tag: |targetRevision: )v/.test(text(path)));
  expect(pinned).toEqual(['k8s/README.md']);
  for (const path of pinned)
    expect(text(path)).toMatch(new RegExp(`(ref=|tag: |targetRevision: )v${packageJson.version}\\b`));
  // These two sync the reader's own repository, by its branch.
  const ofReader = ['k8s/components/argo-cd/application.yaml', 'k8s/components/flux/sync.yaml'];
  const loose = filesIn('k8s').filter(
    (path) =>
      path.endsWith('.yaml') &&
      !ofReader.includes(path) &&
      /:latest\b|targetRevision: (HEAD|main)|branch:/.test(text(path)),
  );
  expect(loose).toEqual([]);
});

it('may be called by nobody, and calls DNS and two ports', () => {
  const { spec } = baseObject('network-policy.yaml', 'NetworkPolicy');
  const port = (protocol: string, number: number) => ({ protocol, port: number });
  expect(spec).toEqual({
    podSelector: {},
    policyTypes: ['Ingress', 'Egress'],
    egress: [{ ports: [port('UDP', 53), port('TCP', 53)] }, { ports: [port('TCP', 443), port('TCP', 6443)] }],
  });
});
