import { expect, test } from 'vitest';
import { app } from '../../tests/support/cycles-objects.ts';
import { metrics } from '../../tests/support/metrics.ts';
import { service } from '../../tests/support/service.ts';
import { run, since, stories } from '../../tests/support/stories.ts';
import { ago } from '../../tests/support/view.ts';

const mysql = service('mysql');
const backend = service('backend', { tier: 'P1', dependencies: ['mysql'] });

/** The same pods with a memory limit. */
function limited(objects: readonly object[]): readonly object[] {
  const limits = '"image":"app:1","resources":{"limits":{"memory":"100Mi"}}';
  return objects.map((o) => JSON.parse(JSON.stringify(o).replaceAll('"image":"app:1"', limits)));
}

function measured(name: string, memory: string): object {
  return metrics(
    {},
    { metadata: { name: `${name}-0`, namespace: name }, containers: [{ name: 'app', usage: { memory } }] },
  );
}

const broken = [...app('mysql', ['crash'], since('20m')), ...limited(app('backend', ['unready'], since('15m')))];

test('memory that runs short does not hide what really took a service down', () => {
  expect(stories([backend, mysql], [...broken, measured('backend', '95Mi')])).toEqual(['mysql down > backend down']);
  const killed = JSON.parse(
    JSON.stringify(broken).replace(
      '"running":{',
      `"terminated":{"exitCode":137,"reason":"OOMKilled","finishedAt":"${ago('2m')}"},"was":{`,
    ),
  );
  expect(stories([backend, mysql], killed)).toEqual(['backend down', 'mysql down']);
});

test('alone it is a risk that is near, and no outage', () => {
  const [draft] = run([backend], [...limited(app('backend', ['ok'], since('9d'))), measured('backend', '95Mi')]).drafts;
  expect([draft?.root.state, draft?.root.facts.imminent]).toEqual(['at-risk', true]);
  expect(run([backend], [...limited(app('backend', ['ok'], since('9d'))), measured('backend', '85Mi')]).drafts).toEqual(
    [],
  );
});

test('nor does it hide the node that was lost', () => {
  const node = {
    kind: 'Node',
    metadata: { name: 'a', creationTimestamp: ago('90d') },
    status: { conditions: [{ type: 'Ready', status: 'Unknown', lastTransitionTime: ago('15m') }] },
  };
  const objects = [...limited(app('backend', ['unready', 'ok'], since('15m'))), measured('backend', '95Mi'), node];
  expect(stories([backend], objects)).toEqual(['Node/a at-risk > backend degraded']);
});
