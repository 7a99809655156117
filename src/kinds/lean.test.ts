import { expect, test } from 'vitest';
import { project } from './project.ts';

const since = '2026-01-15T10:00:00Z';
const TYPES = [
  'PodReadyToStartContainers',
  'Initialized',
  'Ready',
  'ContainersReady',
  'PodScheduled',
  'example.com/gate',
];

function pod(status: Readonly<Record<string, string>>) {
  const conditions = TYPES.map((type) => ({ type, status: status[type] ?? 'True', lastTransitionTime: since }));
  const containerStatuses = [{ name: 'app', image: 'app:1', imageID: 'app@sha256:1', ready: true, lastState: {} }];
  return {
    kind: 'Pod',
    metadata: { name: 'a', namespace: 'b' },
    status: { startTime: since, conditions, containerStatuses },
  };
}

function read(raw: ReturnType<typeof pod>) {
  const result = project('Pod', raw);
  if (!result.ok) throw new Error(result.why);
  return result.object;
}

test('of a pod that is ready only what that implies is left out', () => {
  const raw = pod({});
  expect(read(raw)).toEqual({
    ...raw,
    status: {
      ...raw.status,
      conditions: raw.status.conditions.filter((c) => /^(Ready|PodScheduled|example)/.test(c.type)),
    },
  });
});

test('of a ready pod what is not true stays', () => {
  const kept = read(pod({ Initialized: 'False' }));
  expect(kept.status?.conditions?.map((c) => `${c.type}=${c.status}`)).toEqual([
    'Initialized=False',
    'Ready=True',
    'PodScheduled=True',
    'example.com/gate=True',
  ]);
});

test.each(['False', 'Unknown'])('of a pod whose Ready is %s all is kept', (Ready) => {
  const raw = pod({ Ready });
  expect(read(raw)).toEqual(raw);
});

test('endpoints say the same as before', () => {
  const conditions = [
    { ready: true, serving: true, terminating: false },
    { ready: false, serving: true, terminating: true },
    { ready: true },
    {},
  ];
  const endpoints = conditions.map((c, i) => ({
    addresses: [`10.0.0.${i}`],
    conditions: c,
    nodeName: 'node',
    targetRef: { kind: 'Pod', namespace: 'b', name: `a-${i}` },
  }));
  const raw = { kind: 'EndpointSlice', metadata: { name: 'a', namespace: 'b' }, endpoints };
  expect(project('EndpointSlice', raw)).toEqual({ ok: true, object: raw });
});
