import { describe, expect, it } from 'vitest';
import { grounds } from '../../../tests/support/brief.ts';
import { unknownFigure } from './figures.ts';
import { knownOf } from './known.ts';

const text = 'used 67108864 of 1.5Gi (93%), 184231 rows, cpu 1500m, timeoutSeconds: 90, HTTP 503';
const known = knownOf(grounds({ facts: [{ id: 'E1', object: null, text }] }));

describe('figures that were given may be said, rounded too', () => {
  it.each([
    'It uses 64Mi, 64 MiB or 64 MB of 1536Mi, which is 93%.',
    'About 184,000 rows, or 184231; 1.5 cores, or 1500m.',
    'It began at 19:48, so 12 minutes ago; at 19:47 it worked. It is 2026-02-07.',
    'The timeout is 90 seconds, which is 1.5 minutes.',
    'The commit is 62 minutes old. It answers HTTP 503.',
    'Look at 2 of 3 pods, and check again in 10 minutes.',
    'Image v1.2 and shop-api-7d9f8c6b5-x2k4p are no figures.',
  ])('%s', (said) => expect(unknownFigure(said, known)).toBeNull());
});

describe('others may not', () => {
  it.each([
    ['It began at 03:14.', '03:14'],
    ['It began at 19:48:31.', '19:48:31'],
    ['It broke on 2026-02-05.', '2026-02-05'],
    ['It failed 9999 times.', '9999'],
    ['It failed 1,250 times.', '1,250'],
    ['It uses 96 MiB.', '96 MiB'],
    ['The disk is 97% full.', '97%'],
    ['It has been down for 45 minutes.', '45 minutes'],
    ['It answers 502.', '502'],
    ['Version 4.2.1 fails.', '4.2.1'],
    ['It takes 2500m.', '2500m'],
  ])('%s', (said, found) => expect(unknownFigure(said, known)).toBe(found));
});
