import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NAMES, noise, type StateApi, stateApi } from '../../../tests/support/configmap-state.ts';
import { sizeOf } from '../../../tests/support/fake-objects.ts';
import { finding, incident, NOT_SENT, report } from '../../../tests/support/report.ts';
import { Report } from '../../domain/report.ts';
import type { StateStore } from '../state-store.ts';
import { packReport } from './trim-report.ts';

let state: StateApi;
let store: StateStore;
beforeEach(async () => {
  state = await stateApi();
  store = state.store();
});
afterEach(() => state.stop());

const PLACE = 'configmap k8s-monitor/state-records';
const idOf = (n: number) => `20261121T${String(n).padStart(2, '0')}0000Z-7f3a`;
const cycle = (n: number, parts: Parameters<typeof report>[0] = {}) => report({ cycle: { id: idOf(n) }, ...parts });
const ref = { kind: 'Pod', namespace: 'a', name: 'b' };
const log = (bytes: number, seed = 1) => ({
  pod: ref,
  container: 'app',
  previous: false,
  text: noise(bytes, seed),
  cut: false,
});
const kept = async () => (await store.listRecords(99)).cycles.map((one) => one.cycle.id);

describe('cycle records in a ConfigMap', () => {
  it('are read back, the newest first', async () => {
    expect(await store.listRecords(9)).toEqual({ cycles: [], damaged: [], total: 0 });
    for (const n of [1, 2, 3]) await store.writeRecord(cycle(n), []);
    expect(await store.listRecords(2)).toEqual({ cycles: [cycle(3), cycle(2)], damaged: [], total: 3 });
    expect(await store.readRecord('latest')).toEqual({ report: cycle(3) });
    expect(await store.readRecord(idOf(1))).toEqual({ report: cycle(1) });
    expect(await store.readRecord('20261121T02')).toEqual({ report: cycle(2) });
  });

  it('say why they can not be read, in the words of the folder', async () => {
    expect(await store.readRecord('latest')).toEqual({
      problem: `no cycle is recorded in ${PLACE} yet: run \`k8s-monitor run --once\``,
    });
    for (const n of [1, 2]) await store.writeRecord(cycle(n), []);
    expect(await store.readRecord('x')).toEqual({
      problem: `no cycle x in ${PLACE}: \`k8s-monitor cycles list\` shows them`,
    });
    expect(await store.readRecord('2026')).toEqual({ problem: `2 cycles begin with 2026: ${idOf(2)}, ${idOf(1)}` });
    expect(await store.readTranscripts(idOf(1))).toEqual({
      problem: expect.stringContaining('is not kept in configmap k8s-monitor/state'),
    });
  });

  it('are 24 at most: the oldest goes', async () => {
    for (let n = 0; n < 26; n += 1) await store.writeRecord(cycle(n), []);
    expect(await kept()).toEqual(Array.from({ length: 24 }, (_, i) => idOf(25 - i)));
  });

  it('stay under 90 % of a ConfigMap: the oldest go first', async () => {
    for (let n = 0; n < 6; n += 1) await store.writeRecord(cycle(n, { logs: [log(200_000, n)] }), []);
    expect(await kept()).toEqual([5, 4, 3, 2].map(idOf));
    expect(sizeOf(state.stored.read(NAMES.records))).toBeLessThan(0.9 * 2 ** 20);
  });

  it('written again take the place of the one before', async () => {
    for (const n of [1, 2, 1]) await store.writeRecord(cycle(n), []);
    expect(await kept()).toEqual([idOf(1), idOf(2)]);
  });

  it('of two who write at once are both kept', async () => {
    await Promise.all([store.writeRecord(cycle(1), []), state.store().writeRecord(cycle(2), [])]);
    expect((await kept()).sort()).toEqual([idOf(1), idOf(2)]);
  });

  it('that are damaged cost themselves only, and a lost index nothing', async () => {
    for (const n of [1, 2, 3]) await store.writeRecord(cycle(n), []);
    state.stored.change(NAMES.records, (map) => {
      map.data = { index: '[' };
      map.binaryData = { ...map.binaryData, [idOf(2)]: Buffer.from('no gzip').toString('base64') };
    });
    expect(await store.listRecords(9)).toEqual({
      cycles: [cycle(3), cycle(1)],
      damaged: [`cycle ${idOf(2)} in ${PLACE} is damaged: not a complete gzip`],
      total: 3,
    });
    await store.writeRecord(cycle(4), []);
    expect(await kept()).toEqual([4, 3, 1].map(idOf));
  });
});

describe('a record that is too large', () => {
  const findings = Array.from({ length: 3000 }, (_, i) => finding({ message: noise(90, i) }));
  const messages = Array.from({ length: 30 }, (_, i) => ({
    channel: '#a',
    kind: 'incident' as const,
    incidentIds: [],
    text: noise(10_000, i),
    delivery: NOT_SENT,
  }));
  const DECISION = { severity: 'SEV-3', verdict: 'hold', reason: 'unchanged', channel: null, until: null } as const;
  async function trimmed(whole: Report) {
    const packed = await packReport(whole);
    expect(packed?.length).toBeLessThanOrEqual(256 * 1024);
    return Report.parse(JSON.parse(gunzipSync(packed ?? Buffer.alloc(0)).toString()));
  }

  it('loses its logs first', async () => {
    const left = await trimmed(cycle(1, { logs: [log(300_000)], findings: findings.slice(0, 300), warnings: ['w'] }));
    expect([left.logs, left.findings.length]).toEqual([[], 300]);
    expect(left.warnings).toEqual([
      'w',
      'too large for a ConfigMap; left out of this record: the logs of 1 containers',
    ]);
  });

  it('then findings', async () => {
    const left = await trimmed(cycle(1, { findings, messages: messages.slice(0, 1) }));
    expect([left.findings, left.messages]).toEqual([findings.slice(0, 200), messages.slice(0, 1)]);
    expect(left.warnings).toEqual(['too large for a ConfigMap; left out of this record: 2800 of 3000 findings']);
  });

  it('then the texts of messages', async () => {
    const left = await trimmed(cycle(1, { logs: [log(9)], findings, messages }));
    expect(left.messages.map(({ text }) => text)).toEqual(messages.map(() => ''));
    expect(left.warnings.at(-1)).toMatch(/the logs of 1 containers, 2800 of 3000 findings, the texts of 30 messages$/);
  });

  it('then incidents: the worst open ones stay, and what was decided about them', async () => {
    const incidents = Array.from({ length: 5000 }, (_, i) =>
      incident({
        id: `INC-20261121-${String(i + 1).padStart(3, '0')}`,
        title: noise(60, i),
        severity: i < 4950 ? 'SEV-3' : 'SEV-1',
        status: i % 2 === 0 ? 'open' : 'resolved',
      }),
    );
    const decisions = incidents.map(({ id }) => ({ ...DECISION, incidentId: id }));
    const left = await trimmed(cycle(1, { incidents, decisions }));
    expect(left.incidents.map(({ status, severity }) => `${status} ${severity}`)).toEqual([
      ...Array.from({ length: 25 }, () => 'open SEV-1'),
      ...Array.from({ length: 75 }, () => 'open SEV-3'),
    ]);
    expect(left.decisions.map(({ incidentId }) => incidentId).sort()).toEqual(
      left.incidents.map(({ id }) => id).sort(),
    );
    expect(left.warnings.at(-1)).toContain('4900 of 5000 incidents');
  });

  it('is not kept when it is too large even so, and says so', async () => {
    const services = Array.from({ length: 9000 }, (_, i) => ({
      name: noise(40, i),
      tier: 'P0' as const,
      state: 'ok' as const,
      since: null,
    }));
    await expect(store.writeRecord(cycle(1, { services }), [])).rejects.toThrow(/more than 256 KiB even without/);
  });
});
