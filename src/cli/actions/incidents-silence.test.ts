import { describe, expect, it } from 'vitest';
import { LOOKED, memberOf, openIncident, overIncident, stateWith } from '../../../tests/support/open-state.ts';
import { faultsOf, given, sceneOf } from '../../../tests/support/ordering.ts';
import { service } from '../../../tests/support/service.ts';
import { mutedBy } from '../../domain/muted.ts';
import type { Orders } from '../../domain/orders.ts';
import type { RawSilenceFlags } from '../commands/incidents.ts';
import { silenceOrder } from './incidents-silence.ts';

const shop = openIncident('shop', {
  id: 'INC-20261121-002',
  severity: 'SEV-2',
  members: [memberOf('shop'), memberOf('mysql')],
});
const state = stateWith([openIncident('mysql'), shop, overIncident('redis')]);
const services = [service('mysql', { aliases: ['database'] }), service('vault')];
const flags: RawSilenceFlags = { for: '4h', reason: 'a move', by: 'ana' };

const silence = (which: string | undefined, more: RawSilenceFlags, scene = sceneOf(state)) =>
  silenceOrder(which, { ...flags, ...more }, scene, services, 'S-3fa9c1');

const isMuted = (orders: Orders, incident: typeof shop): boolean =>
  mutedBy({ ...incident, fingerprints: [] }, orders, LOOKED) === 'silenced';

describe('incidents silence', () => {
  it('a service: says what is not told any more, and what is, and how it ends', () => {
    const { orders, text } = given(silence(undefined, { service: 'Database' }));
    expect(orders.silences).toEqual([
      {
        id: 'S-3fa9c1',
        match: { service: 'mysql' },
        until: new Date('2026-11-21T07:26:00Z'),
        reason: 'a move',
        by: 'ana',
        at: LOOKED,
      },
    ]);
    expect(text).toMatchInlineSnapshot(`
      "Silenced by ana until 07:26 UTC, for 4 h: service mysql (a move)
      It silences INC-20261121-001 (SEV-1 mysql).
      It does not silence INC-20261121-002 (SEV-2 shop): shop is in it, too.
      It counts from the next cycle on; \`k8s-monitor run --once\` runs one now.
      \`k8s-monitor incidents unsilence S-3fa9c1\` ends it sooner."
    `);
  });

  it('an incident: all that is in it now, so that a service that joins is told', () => {
    const { orders, text } = given(silence('002', {}));
    expect(orders.silences.map(({ id, match }) => ({ id, match }))).toEqual([
      { id: 'S-3fa9c1', match: { fingerprint: 'service:shop' } },
      { id: 'S-3fa9c1', match: { fingerprint: 'service:mysql' } },
    ]);
    expect(text).toContain('It silences INC-20261121-001 (SEV-1 mysql), INC-20261121-002 (SEV-2 shop).');
    expect(isMuted(orders, shop)).toBe(true);
    expect(isMuted(orders, { ...shop, members: [...shop.members, memberOf('vault')] })).toBe(false);
    expect(faultsOf(silence('20261119-001', {}))).toEqual(['INC-20261119-001 is over: there is nothing to silence']);
  });

  it('a severity, until a time', () => {
    const { for: _for, ...open } = flags;
    const until = { ...open, severity: 'sev-2', until: 'tomorrow 09:00' };
    const { orders, text } = given(silenceOrder(undefined, until, sceneOf(state), services, 'S-1'));
    expect(orders.silences).toMatchObject([{ match: { severity: 'SEV-2' }, until: new Date('2026-11-22T09:00:00Z') }]);
    expect(text).toContain('Silenced by ana until Sun 22 Nov 09:00 UTC, for 1 d 5 h: severity SEV-2 (a move)');
    expect(text).toContain('It silences INC-20261121-002 (SEV-2 shop).');
  });

  it('a finding: its fingerprint is taken as it is', () => {
    const fingerprint = 'oom-killed|StatefulSet|mysql|mysql|db';
    const { orders, text } = given(silence(undefined, { fingerprint }));
    expect(orders.silences).toMatchObject([{ match: { fingerprint } }]);
    expect(text).toContain('when everything found in it is silenced');
  });

  it('says so when it covers nothing that is open', () => {
    expect(given(silence(undefined, { service: 'vault' })).text).toContain('It silences nothing that is open now.');
  });

  it('takes no name that nobody knows: it would silence nothing', () => {
    expect(faultsOf(silence(undefined, { service: 'mysqll' }))).toEqual([
      'no service is called "mysqll"; did you mean "mysql"?',
    ]);
    expect(faultsOf(silence(undefined, { service: 'kafka' }))).toEqual([
      'no service is called "kafka"; known: mysql, vault, shop, redis',
    ]);
    expect(faultsOf(silence(undefined, { severity: 'SEV-5' }))[0]).toContain('SEV-1, SEV-2, SEV-3, SEV-4');
    expect(faultsOf(silence(undefined, { fingerprint: 'mysql' }))[0]).toContain('as `incidents show` names them');
  });

  it('says everything that is wrong at once, and wants one thing, an end and a reason', () => {
    const nothing = silenceOrder(undefined, {}, sceneOf(state), services, 'S-1');
    expect(faultsOf(nothing)).toEqual([
      'say what is silenced: an incident, --service, --severity or --fingerprint',
      'a silence needs an end: --for, such as 4h or 2d, or --until, such as "tomorrow 09:00"',
      '--reason needs a text',
    ]);
    expect(faultsOf(silence('001', { service: 'mysql' }))[0]).toContain('only one of them');
  });

  it('is for one cluster, and not one of hundreds', () => {
    const two = sceneOf(state, stateWith([], { cluster: 'lab' }));
    expect(faultsOf(silence(undefined, { service: 'mysql' }, two))[0]).toContain('add --cluster (homelab, lab)');
    const [one] = given(silence(undefined, { service: 'mysql' })).orders.silences;
    const silences = Array.from({ length: 200 }, () => one).filter((each) => each !== undefined);
    const full = sceneOf(stateWith([], { orders: { silences } }));
    expect(faultsOf(silence(undefined, { service: 'mysql' }, full))[0]).toContain('200 silences are running');
  });
});
