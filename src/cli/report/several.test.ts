import { expect, it } from 'vitest';
import { ConfigError } from '../../platform/errors.ts';
import { clusterEnd, severalText, worstExit } from './several.ts';

const STYLE = { width: 80, color: false, timeZone: 'UTC', messages: false };
const broken = clusterEnd({ context: 'a\u001b[31m', status: 'broke', error: new ConfigError('no *context* a') });

it('the worst exit code is that of the whole', () => {
  const worst = (...codes: readonly number[]) => worstExit(codes.map((exitCode) => ({ exitCode })));
  expect([worst(), worst(0, 1), worst(1, 10), worst(10, 2, 0), worst(2, 3), worst(3, 70)]).toEqual([
    0, 1, 10, 2, 3, 70,
  ]);
});

it('one without a report says why, and nothing in its name or words does more than say', async () => {
  const skipped = clusterEnd({
    context: 'b',
    status: 'ran',
    result: { status: 'skipped', holder: 'run x since 03:00:00 UTC', exitCode: 0 },
  });
  const late = clusterEnd({ context: 'c', status: 'not-begun' });
  // Nobody has looked at it: as little is known of it as of one that can't be read.
  expect(clusterEnd({ context: 'd', status: 'no-time' })).toMatchObject({ report: null, exitCode: 3 });
  expect(await severalText([broken, skipped, late], 'text', STYLE)).not.toContain('\u001b');
  const markdown = await severalText([broken, skipped, late], 'markdown', STYLE);
  expect(markdown).toContain('no \\*context\\* a');
  expect(markdown).toContain('# b (2 of 3)\n\nskipped: run x since 03:00:00 UTC is at work on this cluster');
  expect(JSON.parse(await severalText([late], 'json', STYLE))).toEqual({
    schemaVersion: 1,
    clusters: [{ context: 'c', report: null, why: 'stopped before its cycle began', exitCode: 0 }],
  });
});
