// docs/delivery.md and the manifest it names, as a person follows them.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import packageJson from '../../package.json' with { type: 'json' };
import { stateObjectNames } from '../../src/record/configmap/names.ts';
import type { Reply } from '../fakes/slack/types.ts';
import { cli } from '../support/cli.ts';
import { fakeObjects } from '../support/fake-objects.ts';
import { world } from '../support/world.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const NAMESPACE = 'k8s-monitor';
const NAMES = stateObjectNames('state');
const COMMANDS = [...readFileSync(join(ROOT, 'docs', 'delivery.md'), 'utf8').matchAll(/^ {4}(\S.*?)(?: +#.*)?$/gm)].map(
  ([, line = '']) => line.split(/ +/),
);
const commandsOf = (...program: readonly string[]) =>
  COMMANDS.filter((words) => program.every((word, i) => words[i] === word)).map((words) => words.slice(program.length));

const Rule = z.object({
  resources: z.array(z.string()),
  resourceNames: z.array(z.string()),
  verbs: z.array(z.string()),
});
const Manifest = z.object({
  kind: z.string(),
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  rules: z.array(Rule).default([]),
});

const MANIFESTS = parseAllDocuments(readFileSync(join(ROOT, 'k8s', 'base', 'state.yaml'), 'utf8')).map((one) =>
  Manifest.parse(one.toJS()),
);
const named = (kind: string) => MANIFESTS.filter((one) => one.kind === kind).map(({ metadata }) => metadata.name);

const GRANTED = MANIFESTS.flatMap(({ rules }) => rules).flatMap(({ resources, resourceNames, verbs }) =>
  resources.flatMap((kind) => resourceNames.flatMap((name) => verbs.map((verb) => `${verb} ${kind}/${name}`))),
);
/** What a command may say besides. */
const HINTS = /^(?:k8s-monitor: paste it at \S+\n)?$/;

it('has no other commands than these', () => {
  expect(new Set(COMMANDS.map(([program]) => program))).toEqual(new Set(['k8s-monitor', 'kubectl', 'npm']));
});

it('every command works as it stands there, and needs no more than the role allows', { timeout: 120_000 }, async () => {
  const slack: { reply: Reply } = { reply: null };
  const stored = fakeObjects(NAMESPACE, { configMaps: named('ConfigMap'), lease: named('Lease')[0] ?? '' });
  const w = await world({ model: null, github: null, api: { stored }, slack: { script: () => slack.reply } });
  await w.cycle();
  // Something has to wait, too.
  slack.reply = { error: 'is_archived' };
  await w.cycle({ at: '2026-11-18T14:00:00Z' });
  slack.reply = null;
  const commands = commandsOf('k8s-monitor');
  expect(commands.length).toBeGreaterThan(10);
  for (const words of commands) {
    const args = words.map((word) => (word === 'homelab' ? 'fake' : word));
    const { code, stderr } = await cli(args, { ...w.env, TZ: 'UTC', MONITORING_INTERVAL_HOURS: '1000000' });
    expect({ words, code, stderr }).toEqual({ words, code: 0, stderr: expect.stringMatching(HINTS) });
  }
  expect(stored.read(NAMES.records).data?.['index']).toContain('key');
  const verb = (method: string) => ({ GET: 'get', PUT: 'update' })[method] ?? method;
  const needed = w.api.asked.flatMap(({ method, path }) => {
    const [, object] = new RegExp(`/namespaces/${NAMESPACE}/((?:configmaps|leases)/[^/?]+)`).exec(path) ?? [];
    return object === undefined ? [] : [`${verb(method)} ${object}`];
  });
  expect(needed).toContain('update leases/state');
  expect(GRANTED).toEqual(expect.arrayContaining([...new Set(needed)]));
});

it('the manifest it applies makes every object of the state, and allows nothing but to get and update them, and to put the Lease back', () => {
  expect(commandsOf('kubectl')).toEqual([['apply', '-f', 'k8s/base/state.yaml']]);
  expect(named('ConfigMap').toSorted()).toEqual(NAMES.configMaps.toSorted());
  expect(named('Lease')).toEqual([NAMES.lease]);
  const objects = [...NAMES.configMaps.map((name) => `configmaps/${name}`), `leases/${NAMES.lease}`];
  const wanted = objects.flatMap((one) => [`get ${one}`, `update ${one}`]);
  expect(GRANTED.toSorted()).toEqual([...wanted, `create leases/${NAMES.lease}`].toSorted());
  expect(new Set(MANIFESTS.map(({ metadata }) => metadata.namespace))).toEqual(new Set([NAMESPACE]));
});

it('the long runs it names take the flags it gives them', () => {
  expect(packageJson.scripts.faults).toBe('node scripts/faults.mjs');
  const runs = commandsOf('npm', 'run', 'faults').filter((words) => words.length > 0);
  expect(runs.length).toBe(2);
  for (const [dashes, which, ...flags] of runs) {
    const script = join(ROOT, 'tests', 'faults', `${which}.ts`);
    expect([dashes, existsSync(script)], `${which}`).toEqual(['--', true]);
    const text = readFileSync(script, 'utf8');
    for (const flag of flags.filter((word) => word.startsWith('--'))) expect(text).toContain(`${flag.slice(2)}: {`);
  }
});
