import { expect, it } from 'vitest';
import { ago, LOOKED } from '../../tests/support/open-state.ts';
import { DAY, HOUR } from '../domain/duration.ts';
import type { Silence } from '../domain/orders.ts';
import { silenceRows, silencesText } from './silences-text.ts';

const STYLE = { width: 80, color: false, timeZone: 'UTC' } as const;
const by = { by: 'ana', at: ago(HOUR) };
const silences: readonly Silence[] = [
  { id: 'S-3fa9c1', match: { severity: 'SEV-3' }, until: ago(-DAY), reason: 'the holidays', ...by },
  { id: 'S-77aa01', match: { fingerprint: 'service:mysql' }, until: ago(-HOUR), reason: 'a move', ...by },
  { id: 'S-77aa01', match: { fingerprint: 'object:Node//worker-1' }, until: ago(-HOUR), reason: 'a move', ...by },
  { id: 'S-000001', match: { service: 'vault' }, until: LOOKED, reason: 'done', ...by },
];

it('lists what ends next first, what was silenced together in one line, and what has ended only when asked for', () => {
  expect(silencesText(silenceRows('homelab', silences, true, LOOKED), 1, LOOKED, STYLE)).toMatchInlineSnapshot(`
    "SILENCE   UNTIL UTC     WHAT
    S-77aa01  21 Nov 04:26  service:mysql, object:Node//worker-1
              a move (ana, 02:26 UTC)
    S-3fa9c1  22 Nov 03:26  severity SEV-3
              the holidays (ana, 02:26 UTC)
    S-000001  21 Nov 03:26  service vault
              done (ana, 02:26 UTC) · over
    "
  `);
  const running = silencesText(silenceRows('homelab', silences, false, LOOKED), 2, LOOKED, STYLE);
  expect(running).not.toContain('vault');
  expect(running).toContain('severity SEV-3 in homelab');
});

it('says it when nothing is', () => {
  expect(silencesText([], 1, LOOKED, STYLE)).toBe('Nothing is silenced.\n');
});
