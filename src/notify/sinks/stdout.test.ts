import { describe, expect, it } from 'vitest';
import { deps, send, TEXT } from '../../../tests/fakes/webhook/sending.ts';
import { buildSink } from './registry.ts';

const sinkWith = (print: (line: string) => Promise<void>) =>
  buildSink({ type: 'stdout', name: 'lines' }, () => null, deps({ print }));

describe('the standard output', () => {
  it('gets a line of JSON for each message', async () => {
    const lines: string[] = [];
    const sink = await sinkWith(async (line) => void lines.push(line));
    expect(await send(sink)).toEqual({ status: 'sent', ref: null });
    expect(lines.join()).not.toContain('\n');
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      message: 'd'.repeat(32),
      cluster: 'homelab',
      kind: 'incident',
      severity: 'SEV-1',
      open: true,
      mention: true,
      incidentIds: ['INC-20260115-aaaa'],
      headline: '[SEV-1] mysql is down',
      text: TEXT.slice('@here '.length),
    });
  });

  it('is broken for good once it is closed', async () => {
    const sink = await sinkWith(async () => {
      throw Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
    });
    expect(await send(sink)).toMatchObject({
      failure: 'permanent',
      why: 'lines: the standard output is closed (EPIPE)',
    });
  });

  it('holds nobody up when nobody reads it', async () => {
    const sink = await sinkWith(() => new Promise(() => {}));
    expect(await send(sink, {}, AbortSignal.timeout(20))).toMatchObject({ failure: 'unknown' });
  });
});
