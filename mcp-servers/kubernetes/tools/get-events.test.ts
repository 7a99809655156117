import { expect, test } from 'vitest';
import { callTool, dataOf, recordedAccessTo } from '../../../tests/support/access.ts';
import { eventAbout } from '../../../tests/support/workload.ts';
import { getEvents } from './get-events.ts';

const OBJECTS = [
  { kind: 'Namespace', metadata: { name: 'shop' } },
  eventAbout('Pod', 'api-1', 'BackOff', 'Back-off restarting', '20m', '9m'),
  eventAbout('Pod', 'api-1', 'BackOff', 'Back-off restarting', '20m', '3m'),
  eventAbout('Pod', 'web-1', 'Unhealthy', 'probe failed: password=hunter2', '20m', '1m'),
  { ...eventAbout('Node', 'a', 'DiskPressure', 'full', '20m', '5m'), count: 4 },
];
const events = (args: object, objects: readonly object[] = OBJECTS) =>
  callTool(getEvents, recordedAccessTo(objects), args);

test('newest first, repeats counted, redacted', async () => {
  const outcome = await events({ namespace: 'shop', kind: null, name: null, limit: 2 });
  expect(outcome.text).toBe(
    [
      '2 of 3 different events in shop, newest first.',
      'Not complete: a recording holds warnings only.',
      'LAST       COUNT  TYPE     REASON     OBJECT     MESSAGE',
      '1 min ago  1x     Warning  Unhealthy  Pod/web-1  probe failed: password=[redacted: password]',
      '3 min ago  2x     Warning  BackOff    Pod/api-1  Back-off restarting',
    ].join('\n'),
  );
  expect(JSON.stringify(dataOf(outcome))).not.toContain('hunter2');
});

test('about one object, whatever the case of its kind', async () => {
  expect(dataOf(await events({ kind: 'node' }))).toMatchObject({ total: 1, events: [{ count: 4, object: 'Node/a' }] });
  expect((await events({ namespace: 'shop', kind: 'Pod', name: 'api-1' })).text).toContain(
    '1 of 1 different events in shop about Pod api-1',
  );
});

test('none: says for how long they are kept, or whose there are', async () => {
  expect((await events({ namespace: 'shop' }, OBJECTS.slice(0, 1))).text).toContain(
    'Clusters keep events for about an hour.',
  );
  expect(await events({ namespace: 'shop', name: 'api-2' })).toEqual({
    ok: false,
    text: 'no events about api-2; there are some about api-1. Next: get_events with one of these names, or name=null.',
  });
});

test('thousands of them stay small', async () => {
  const many = Array.from({ length: 3000 }, (_, index) =>
    eventAbout('Pod', `api-${index}`, 'Failed', 'x'.repeat(2000)),
  );
  const outcome = await events({ limit: 100 }, many);
  expect(outcome.text.length).toBeLessThanOrEqual(6000);
  expect(outcome.text).toContain('100 of 3000');
});
