import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { aBrief } from '../../tests/support/brief.ts';
import { scratch } from '../../tests/support/cli.ts';
import { snapshotOf } from '../../tests/support/view.ts';
import { loadConfig } from '../config/load.ts';
import { systemClock } from '../platform/clock.ts';
import { turns } from './beside.ts';
import { modelInUse } from './model.ts';
import { snapshotSource } from './reading.ts';
import { ownBook } from './state.ts';

it('whose turn at the agents does not come in the time for them ends without, and says so', async () => {
  const env = {
    ANTHROPIC_API_KEY: 'sk-ant-of-tests',
    MODEL_DEADLINE_SECONDS: '0.1',
    MODEL_LATE_SECONDS: '0.1',
    STATE_DIR: join(scratch(), 'state'),
  };
  const loaded = loadConfig({ flags: {}, env, cwd: tmpdir() });
  if (!loaded.ok) throw new Error('the configuration is wrong');
  const { values } = loaded;
  const { value: book, close } = ownBook(values);
  const path = join(scratch(), 'cluster.json');
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', uid: 'u' } };
  writeFileSync(path, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [namespace] }));
  const source = await snapshotSource(path, { namespaces: undefined, now: new Date() }, [], systemClock);
  const inTurn = turns(systemClock);
  const other = Promise.withResolvers<void>();
  void inTurn(() => other.promise, 60_000);
  onTestFinished(async () => {
    other.resolve();
    await close();
  });
  const { part } = await modelInUse({
    ...{ values, book, source, inTurn, noModel: false, services: [], github: null, purpose: 'cycle' },
    onProgress: () => {},
    signal: new AbortController().signal,
  });
  const began = performance.now();
  const counsel = await part.ask?.({ briefs: [aBrief({ incidentId: 'INC-1' })], snapshot: snapshotOf([]) });
  expect(performance.now() - began).toBeLessThan(5000);
  const why = 'the agents were asked about other clusters for too long';
  expect(counsel).toMatchObject({ warnings: [why], trouble: null, runs: [] });
  expect(counsel?.advice).toMatchObject([{ incidentId: 'INC-1', without: why }]);
});
