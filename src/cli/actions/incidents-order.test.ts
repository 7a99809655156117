import { describe, expect, it } from 'vitest';
import { ago, LOOKED, openIncident, overIncident, stateWith } from '../../../tests/support/open-state.ts';
import { faultsOf, given, sceneOf } from '../../../tests/support/ordering.ts';
import { MINUTE } from '../../domain/duration.ts';
import { ackOrder } from './incidents-ack.ts';
import { noteOrder } from './incidents-note.ts';
import { resolveOrder } from './incidents-resolve.ts';
import { unsilenceOrder } from './incidents-unsilence.ts';

const ana = { by: 'ana' };
const scene = sceneOf(stateWith([openIncident('mysql', { severity: 'SEV-2' }), overIncident('redis')]));
const who = { incidentId: 'INC-20261121-001', by: 'ana', at: LOOKED };

describe('incidents ack', () => {
  it('keeps the severity it was acknowledged at, and says what ends it and when it counts', () => {
    const { orders, text } = given(ackOrder('20261121-001', { ...ana, note: 'looking' }, scene));
    expect(orders.acks).toEqual([{ ...who, severity: 'SEV-2' }]);
    expect(orders.notes).toEqual([{ ...who, text: 'looking' }]);
    expect(text).toContain('until it gets worse, hits another service or is over');
    expect(text).toContain('from the next cycle on; `k8s-monitor run --once` runs one now');
  });

  it('takes the place of an earlier one, and needs something that is open', () => {
    const before = { ...who, by: 'ben', severity: 'SEV-1' } as const;
    const acked = sceneOf(stateWith([openIncident('mysql')], { orders: { acks: [before] } }));
    const { orders, text } = given(ackOrder('001', ana, acked));
    expect(orders.acks).toEqual([{ ...who, severity: 'SEV-1' }]);
    expect(text).toContain('the ack of ben');
    // Nothing is worse than SEV-1.
    expect(text).not.toContain('worse');
    expect(faultsOf(ackOrder('20261119-001', ana, scene))).toEqual([
      'INC-20261119-001 is over since Fri 20 Nov 02:26 UTC: there is nothing to acknowledge',
    ]);
  });

  it('says everything that is wrong at once', () => {
    expect(faultsOf(ackOrder('INC-1', { by: ' ', note: ' ' }, scene))).toEqual([
      'no incident is called "INC-1"; open: INC-20261121-001',
      '--by needs a name, not an empty one',
      '--note needs a text',
    ]);
  });
});

describe('incidents resolve', () => {
  it('leaves the last word to the next cycle', () => {
    const { orders, text } = given(resolveOrder('20261121-001', { ...ana, reason: 'took it out' }, scene));
    expect(orders.resolves).toEqual([{ ...who, reason: 'took it out' }]);
    expect(text).toContain('The next cycle ends it, unless it still sees it');
  });

  it('counts for what the last cycle saw, also where the clock here is behind that of the cluster', () => {
    const ahead = new Date(LOOKED.getTime() + 5 * MINUTE);
    const behind = sceneOf(stateWith([openIncident('mysql', { lastSeenAt: ahead })]));
    expect(given(resolveOrder('001', { ...ana, reason: 'x' }, behind)).orders.resolves).toMatchObject([{ at: ahead }]);
    expect(given(ackOrder('001', ana, behind)).orders.acks).toMatchObject([{ at: ahead }]);
  });

  it('needs a reason, and something that is open', () => {
    expect(faultsOf(resolveOrder('20261121-001', ana, scene))).toEqual(['--reason needs a text']);
    expect(faultsOf(resolveOrder('20261119-001', { ...ana, reason: 'x' }, scene))[0]).toContain('is over already');
  });
});

describe('incidents note', () => {
  it('keeps the words with the incident, also when it is over', () => {
    const { orders } = given(noteOrder('20261119-001', ['the', 'disk was', 'full'], ana, scene));
    expect(orders.notes).toEqual([{ ...who, incidentId: 'INC-20261119-001', text: 'the disk was full' }]);
  });

  it('is no place to write a book', () => {
    const notes = Array.from({ length: 50 }, () => ({ ...who, text: 'x' }));
    const full = sceneOf(stateWith([openIncident('mysql')], { orders: { notes } }));
    expect(faultsOf(noteOrder('001', ['y'], ana, full))[0]).toContain('has 50 notes already');
  });
});

describe('incidents unsilence', () => {
  const move = { id: 'S-3fa9c1', match: { service: 'mysql' }, reason: 'a move', by: 'ana', at: ago(MINUTE) };
  const silences = [{ ...move, until: ago(-MINUTE) }];

  it('ends a silence at once, whatever the case of its id', () => {
    const { orders, text } = given(unsilenceOrder('s-3FA9c1', sceneOf(stateWith([], { orders: { silences } }))));
    expect(orders.silences).toEqual([]);
    expect(text).toContain('Ended: S-3fa9c1, service mysql (ana: a move)');
  });

  it('names those that run', () => {
    const running = sceneOf(stateWith([], { orders: { silences } }));
    expect(faultsOf(unsilenceOrder('S-1', running))[0]).toContain('no silence is called "S-1"; running: S-3fa9c1');
    const over = sceneOf(stateWith([], { orders: { silences: [{ ...move, until: LOOKED }] } }));
    expect(faultsOf(unsilenceOrder('S-3fa9c1', over))[0]).toContain('none is running');
  });
});
