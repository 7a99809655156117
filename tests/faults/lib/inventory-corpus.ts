// What becomes of a services.txt: files that nobody can use, files with a part that nobody can read, and files that only look odd.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from '../../support/cli.ts';
import { binary } from './log-streams.ts';

type Entry = readonly [name: string, content: string | Buffer];

const HEADING = '1. Critical Services (P0 - Business Critical)\n\n';
const ENTRY =
  '  1.1 shop-api\n  - Purpose: takes the orders of the shop\n  - Namespace: shop-api\n  - Max Downtime: 0 minutes\n';
export const GOOD = `${HEADING}${ENTRY}`;
const LOW = '3. Support Services (P2-P3)\n\n';
const MANY = Array.from(
  { length: 2000 },
  (_, i) => `  3.${i + 1} svc-${i}
  - Namespace: ns-${i}
  - Note: ${'one of many '.repeat(40)}
`,
);

/** No service is in it. */
export const UNUSABLE: readonly Entry[] = [
  ['empty', ''],
  ['blank lines', '\n \n\t\n\n'],
  ['a byte order mark alone', '\ufeff'],
  ['prose', 'The services of the shop are listed in the wiki.\n'],
  ['headings without entries', `${HEADING}${LOW}`],
  ['cut in its first heading', GOOD.slice(0, 20)],
  ['binary', binary(20_000)],
  ['NULs', Buffer.alloc(4096)],
  ['UTF-16', Buffer.from(`\ufeff${GOOD}`, 'utf16le')],
  ['YAML', 'services:\n  - name: shop-api\n    tier: P0\n'],
  ['the HTML of a proxy', '<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>\n'],
  ['64 MB of anything', Buffer.alloc(64 << 20, 'service\n')],
];

/** A part of it can't be read: that part counts as P0, also where the rest says P3. The line and column of the fault. */
export const STRICT: readonly (readonly [...Entry, place: string])[] = [
  ['an unknown tier', `${LOW}${ENTRY}  - Tier: P7\n`, '7:5'],
  ['two tiers', `${LOW}${ENTRY}  - Tier: P3 or P4\n`, '7:5'],
  ['cut in its tier', `${LOW}${ENTRY}  - Tier: P`, '7:5'],
  ['a heading with an unknown tier', `1. Services (P9)\n\n${ENTRY}`, '3:3'],
  ['a heading without a tier', `1. Services\n\n${ENTRY}`, '3:3'],
  ['an entry without a heading', ENTRY, '1:3'],
  ['an unreadable duration', `${LOW}${ENTRY.replace('0 minutes', 'soonish')}`, '6:5'],
  ['a name that is there twice, the lower tier first', `${LOW}${ENTRY}\n${HEADING}${ENTRY}`, '10:3'],
  ['a name that is there twice, the higher tier first', `${GOOD}\n${LOW}${ENTRY}`, '10:3'],
  ['a namespace that can not be one', `${LOW}${ENTRY.replace(': shop-api', ': Shop API!')}`, '5:5'],
];

/** Nothing is wrong with it. */
export const FINE: readonly Entry[] = [
  ['Windows line ends', GOOD.replaceAll('\n', '\r\n')],
  ['old line ends', GOOD.replaceAll('\n', '\r')],
  ['a byte order mark', `\ufeff${GOOD}`],
  ['tabs', GOOD.replaceAll('  ', '\t')],
  ['no final newline', GOOD.trimEnd()],
  ['an end in the middle of an entry', GOOD.slice(0, GOOD.indexOf('  - Max'))],
  ['bytes that are no UTF-8', Buffer.concat([Buffer.from(`${GOOD}  - Note: `), Buffer.from([0xff, 0xc3, 0x28, 0x0a])])],
  ['1 MB of prose', `${'All of this was written down by somebody.\n'.repeat(25_000)}\n${GOOD}`],
  ['1 MB in one line', `${GOOD}  - Note: ${'very '.repeat(210_000)}slow\n`],
  ['1 MB of other services', `${GOOD}\n${LOW}${MANY.join('\n')}`],
];

/** Somewhere that goes away with the test. Null: nothing is there. */
export function inventoryFile(content: string | Buffer | 'a folder' | 'a link to itself' | null): string {
  const path = join(scratch(), 'services.txt');
  if (content === 'a folder') mkdirSync(path);
  else if (content === 'a link to itself') symlinkSync(path, path);
  else if (content !== null) writeFileSync(path, content);
  return path;
}
