// The player itself: what it plays is shut in as the pod asks for, or the other tests would prove little.
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { scratch } from '../support/cli.ts';
import { type ContainerSpec, noContainers, startContainer } from './container.ts';
import { imageOf } from './image.ts';

const LOOK = `
const fs = require('node:fs');
const write = (file) => { try { fs.writeFileSync(file, ''); return 'written'; } catch (error) { return error.code; } };
const status = fs.readFileSync('/proc/self/status', 'utf8');
console.log(JSON.stringify({
  user: [process.getuid(), process.getgid()],
  rights: /CapEff:\\s*(\\w+)/.exec(status)[1],
  mayGain: /NoNewPrivs:\\s*(\\d)/.exec(status)[1] === '0',
  read: fs.readFileSync('/etc/some/file', 'utf8'),
  writes: Object.fromEntries(['/x', '/app/x', '/work/x', '/etc/some/x', '/tmp/x'].map((file) => [file, write(file)])),
  passwords: fs.existsSync('/etc/passwd'),
  stranger: process.env.HOME ?? null,
}));
`;

async function look(options: Pick<ContainerSpec, 'readOnlyRoot' | 'mayGainRights'>): Promise<unknown> {
  const dir = scratch();
  for (const name of ['own', 'tmp', 'some']) mkdirSync(join(dir, name));
  writeFileSync(join(dir, 'some', 'file'), 'mounted');
  const child = startContainer({
    dir: join(dir, 'own'),
    image: { ...imageOf(), entrypoint: ['/usr/local/bin/node', '-e', LOOK] },
    args: [],
    env: {},
    mounts: [
      { from: join(dir, 'some'), at: '/etc/some', readOnly: true },
      { from: join(dir, 'tmp'), at: '/tmp', readOnly: false },
    ],
    user: 65532,
    group: 65532,
    ...options,
  });
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('no output');
  const [out, errors] = await Promise.all([text(stdout), text(stderr), once(child, 'exit')]);
  if (errors !== '') throw new Error(errors);
  return JSON.parse(out);
}

it('a played container has the user, the rights and the mounts of its pod, and nothing of this machine', async ({
  skip,
}) => {
  const why = noContainers();
  if (why !== null) skip(why);
  const same = { user: [65532, 65532], rights: '0000000000000000', read: 'mounted', passwords: false, stranger: null };
  const writes = { '/x': 'EROFS', '/app/x': 'EROFS', '/work/x': 'EROFS', '/etc/some/x': 'EROFS', '/tmp/x': 'written' };
  expect(await look({ readOnlyRoot: true, mayGainRights: false })).toEqual({ ...same, mayGain: false, writes });
  const open = { ...writes, '/x': 'written', '/app/x': 'written', '/work/x': 'written' };
  expect(await look({ readOnlyRoot: false, mayGainRights: true })).toEqual({ ...same, mayGain: true, writes: open });
});
