import { expect, it } from 'vitest';
import { stateFault } from './state-fault.ts';

const fault = (code: string) => Object.assign(new Error(`${code}: no`), { code });

it.each([
  ['ENOSPC', 'the disk is full (ENOSPC); make room on it'],
  ['EROFS', 'the disk is read-only (EROFS); name another folder with --state or STATE_DIR'],
  ['EACCES', 'not allowed (EACCES); make it writable for this user, or name another folder with --state or STATE_DIR'],
  ['EIO', 'EIO: no; look at the folder, or name another folder with --state or STATE_DIR'],
])('%s names what happened, where, and the mend', (code, why) => {
  expect(stateFault('record this cycle', '/state', fault(code))).toBe(`could not record this cycle in /state: ${why}`);
});
