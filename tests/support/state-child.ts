// Run as a process of its own: opens the state of a folder and does what it is told, a line each. `node state-child.ts <folder> <lease ms> <run>`
import { createInterface } from 'node:readline';
import { systemClock } from '../../src/platform/clock.ts';
import { folderStore } from '../../src/record/folder-store.ts';
import { CLUSTER } from './state-process.ts';

const [folder = '', leaseMs = '', runId = ''] = process.argv.slice(2);
const say = (line: string) => process.stdout.write(`${line}\n`);
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

say('ready');
await lines.next();
const store = folderStore(folder, { clock: systemClock, leaseMs: Number(leaseMs) });
const opened = await store.open(CLUSTER, { runId, cycleId: `cycle-${runId}`, at: systemClock.now() }, false);
say(opened.status === 'open' ? 'open' : `busy: ${opened.holder}`);
if (opened.status === 'open') {
  const { session } = opened;
  for (let line = await lines.next(); line.done !== true; line = await lines.next()) {
    if (line.value === 'held') say(String(await session.held()));
    if (line.value === 'release') say(String(await session.release()));
    if (line.value.startsWith('at ')) say(String(await session.at(line.value.slice(3))));
    if (line.value === 'save') {
      await session.save(session.ledger).then(
        () => say('saved'),
        (error: unknown) => say(error instanceof Error ? error.name : String(error)),
      );
    }
  }
}
process.exit(0);
