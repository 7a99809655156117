// Row 30, with the state in the cluster: killed after Slack said 200, while that is noted.
import { expect, it } from 'vitest';
import { stateObjectNames } from '../../src/record/configmap/names.ts';
import { cli } from '../support/cli.ts';
import { fakeObjects } from '../support/fake-objects.ts';
import { BOTH, killedRun, nothingMore, ofShops } from './lib/killed.ts';
import { at, BROKEN, town } from './lib/town.ts';

it.each([
  ['is not taken', 'hang'],
  ['is taken, and not answered', 'lost'],
] as const)(
  'row 30: killed after Slack said 200, while it is noted in a ConfigMap, which %s: not sent again',
  async (_what, reply) => {
    const stored = fakeObjects('monitor', stateObjectNames('state'));
    const env = { STATE_DIR: 'configmap:monitor/state', LEASE_SECONDS: '1' };
    const t = await town({ objects: BROKEN, api: { stored }, env });
    await killedRun(t, at(10), ({ kill }) => {
      t.fault(({ method, resource }) => {
        if (method !== 'PUT' || resource !== 'configmaps' || t.slack.messages.length < 2) return null;
        kill();
        return reply;
      });
    });
    t.fault(null);
    expect(ofShops(t)).toEqual(BOTH);
    // The lease of the dead lasts a little longer: whoever comes too early leaves it alone.
    for (let skipped = true; skipped; ) {
      const { code, stderr } = await cli(['run', '--once', '--no-model', '--now', at(10, 5)], t.env);
      skipped = stderr.includes('skipped: ');
      expect([code, ofShops(t)]).toEqual([0, []]);
    }
    await nothingMore(t);
  },
);
