import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CLUSTER,
  ledgerWith,
  NAMES,
  runOf,
  type StateApi,
  sessionOf,
  stateApi,
} from '../../../tests/support/configmap-state.ts';
import type { FakeObject } from '../../../tests/support/fake-objects.ts';
import { type Clock, systemClock } from '../../platform/clock.ts';
import { LostLease } from '../state-store.ts';

const HEAD = NAMES.ledger[0];
let state: StateApi;
beforeEach(async () => {
  state = await stateApi();
});
afterEach(() => state.stop());

const lease = () => state.stored.read(NAMES.lease, 'Lease');
const changeLease = (change: (spec: NonNullable<FakeObject['spec']>) => void) =>
  state.stored.change(
    NAMES.lease,
    (object) => {
      object.spec = { ...object.spec };
      change(object.spec);
    },
    'Lease',
  );
const micro = (ms: number) => new Date(ms).toISOString().replace('Z', '000Z');
/** Its holder has said nothing for ten minutes. */
const forget = () =>
  changeLease((spec) => {
    spec['renewTime'] = micro(Date.now() - 600_000);
  });

/** A clock that can be put forward. */
function movable(): Clock & { forward: (ms: number) => void } {
  let ahead = 0;
  return {
    now: () => new Date(Date.now() + ahead),
    monotonic: () => performance.now() + ahead,
    sleep: async (ms) => {
      ahead += ms;
    },
    forward: (ms) => {
      ahead += ms;
    },
  };
}

describe('the lease', () => {
  it('is held by one run at a time, and says who has it', async () => {
    const opened = await Promise.all(
      ['a', 'b', 'c', 'd'].map((id) => state.store().open(CLUSTER, runOf(id, `job-${id}`), false)),
    );
    const busy = opened.flatMap((one) => (one.status === 'busy' ? [one] : []));
    expect(busy).toHaveLength(3);
    for (const { holder, runId } of busy) {
      expect(holder).toMatch(/^run job-[abcd] since \d\d:\d\d:\d\d$/);
      expect(holder).toContain(`run ${runId} since`);
    }
    expect(lease().spec).toMatchObject({ leaseDurationSeconds: 60, leaseTransitions: 1 });
  });

  it('given back is free at once, and its next holder has a higher fence', async () => {
    const first = await sessionOf(state.store(), 'a');
    await first.release();
    expect([lease().spec?.['holderIdentity'], await first.held()]).toEqual([null, false]);
    await expect(first.save(ledgerWith(1))).rejects.toThrow('given it back');
    const second = await sessionOf(state.store(), 'b');
    expect([second.unfinished, lease().spec?.['leaseTransitions']]).toEqual([null, 2]);
  });

  it('is renewed while it is held, and tells the step', async () => {
    const session = await sessionOf(state.store({ leaseMs: 300 }));
    const before = lease().spec?.['renewTime'];
    await session.at('collect');
    await wait(250);
    expect(lease().spec?.['renewTime']).not.toBe(before);
    expect(lease().metadata['annotations']).toEqual({ 'k8s-monitor/step': 'collect' });
    await session.release();
    expect(lease().metadata['annotations']).toEqual({});
  });

  it('of a killed run is taken over once it is over, not before', async () => {
    const killed = await sessionOf(state.store(), 'a');
    await killed.at('collect');
    await expect.poll(() => lease().metadata['annotations']).toEqual({ 'k8s-monitor/step': 'collect' });
    expect((await state.store().open(CLUSTER, runOf('b', 'run-a'), false)).status).toBe('busy');
    forget();
    const next = await sessionOf(state.store(), 'c');
    expect(next.unfinished).toEqual({ runId: 'run-a', startedAt: expect.any(Date), step: 'collect' });
    expect(lease().spec).toMatchObject({ holderIdentity: 'run-c/c', leaseTransitions: 2 });
  });

  it('is over for whoever has watched it unchanged for as long as it lasts, whatever the clocks say', async () => {
    await sessionOf(state.store(), 'a');
    const clock = movable();
    const watching = state.store({ clock });
    expect((await watching.open(CLUSTER, runOf('b'), false)).status).toBe('busy');
    // The server says that no time has passed.
    clock.forward(61_000);
    expect((await watching.open(CLUSTER, runOf('b'), false)).status).toBe('open');
  });

  it('of a living run is not taken by one whose own clock is wrong', async () => {
    await sessionOf(state.store(), 'a');
    for (const hours of [-2, 2]) {
      const clock = { ...systemClock, now: () => new Date(Date.now() + hours * 3_600_000) };
      expect((await state.store({ clock }).open(CLUSTER, runOf('b'), false)).status).toBe('busy');
    }
  });

  it('with a time that can not be is watched until it is over, or renewed', async () => {
    const dead = (spec: NonNullable<FakeObject['spec']>) => {
      spec['holderIdentity'] = 'run-x/x';
      spec['leaseDurationSeconds'] = 60;
      spec['renewTime'] = micro(Date.now() + 30 * 86_400_000);
    };
    changeLease(dead);
    const clock = movable();
    const lively: Clock = {
      ...clock,
      sleep: async (ms) => {
        await clock.sleep(ms);
        changeLease((spec) => {
          dead(spec);
          spec['renewTime'] = micro(Date.now() + 31 * 86_400_000);
        });
      },
    };
    expect((await state.store({ clock: lively }).open(CLUSTER, runOf('a'), false)).status).toBe('busy');
    expect((await state.store({ clock: movable() }).open(CLUSTER, runOf('b'), false)).status).toBe('open');
  });

  it('whose answers are lost is held all the same', async () => {
    let lost = 0;
    state.script(({ method, resource }) => {
      if (method !== 'PUT' || !resource.startsWith('leases') || lost === 2) return null;
      lost += 1;
      return 'lost';
    });
    const session = await sessionOf(state.store());
    expect([lost, await session.held()]).toEqual([2, true]);
    await session.save(ledgerWith(1));
  });

  it('is given up when it can not be given back in time', async () => {
    const session = await sessionOf(state.store({ clock: movable() }));
    state.script(() => 'hang');
    const before = performance.now();
    await session.release();
    expect(performance.now() - before).toBeLessThan(1_000);
  });

  it('made anew gets a fence above that of the ledger', async () => {
    for (const id of ['a', 'b', 'c']) {
      const session = await sessionOf(state.store(), id);
      await session.save(ledgerWith(1));
      await session.release();
    }
    changeLease((spec) => {
      for (const key of Object.keys(spec)) delete spec[key];
    });
    const session = await sessionOf(state.store(), 'd');
    expect(lease().spec?.['leaseTransitions']).toBe(4);
    await session.save(ledgerWith(2));
  });
});

describe('a run that stood still past its lease', () => {
  it('goes on when nobody has taken it', async () => {
    const clock = { ...movable(), sleep: systemClock.sleep };
    const paused = await sessionOf(state.store({ clock }), 'a');
    clock.forward(61_000);
    expect(await paused.held()).toBe(true);
    await paused.save(ledgerWith(1));
  });

  it('writes and sends nothing any more when another one has it', async () => {
    const clock = { ...movable(), sleep: systemClock.sleep };
    const paused = await sessionOf(state.store({ clock }), 'a');
    await paused.save(ledgerWith(1));
    forget();
    const next = await sessionOf(state.store(), 'b');
    clock.forward(61_000);
    expect(await paused.held()).toBe(false);
    await expect(paused.save(ledgerWith(9))).rejects.toThrow(LostLease);
    await expect(paused.save(ledgerWith(9))).rejects.toThrow(/run run-b since .* holds it now/);
    await next.save(ledgerWith(2));
    // It gives nothing back that is not its own.
    await paused.release();
    expect([await next.held(), lease().spec?.['holderIdentity']]).toEqual([true, 'run-b/b']);
  });

  it('and believes that it still has it is stopped by the fence', async () => {
    const paused = await sessionOf(state.store(), 'a');
    await paused.save(ledgerWith(1));
    forget();
    // Has written nothing yet, only taken over.
    await sessionOf(state.store(), 'b');
    const before = state.stored.read(HEAD).binaryData;
    await expect(paused.save(ledgerWith(9))).rejects.toThrow(LostLease);
    expect(state.stored.read(HEAD).binaryData).toEqual(before);
  });

  it('cannot write while the API does not answer, and says so', async () => {
    const clock = { ...movable(), sleep: systemClock.sleep };
    const session = await sessionOf(state.store({ clock }), 'a');
    state.script(() => ({ status: 500 }));
    clock.forward(61_000);
    expect(await session.held()).toBe('unknown');
    await expect(session.save(ledgerWith(1))).rejects.toThrow(/cannot be renewed: could not update leases.*HTTP 500/);
  });

  it('does not keep messages waiting for an API that says nothing', async () => {
    const clock = movable();
    const session = await sessionOf(state.store({ clock }), 'a');
    state.script(() => 'hang');
    clock.forward(61_000);
    const before = performance.now();
    expect([await session.held(), await session.held()]).toEqual(['unknown', 'unknown']);
    // A call would take five seconds to give up; on this clock sleeping takes none.
    expect(performance.now() - before).toBeLessThan(4_000);
    state.script(() => null);
  });
});

describe('a Lease that is not there', () => {
  it('is made by whoever may, once', async () => {
    state.stored.letMakeLease();
    state.stored.remove(NAMES.lease, 'Lease');
    const opened = await Promise.all(['a', 'b', 'c'].map((id) => state.store().open(CLUSTER, runOf(id), false)));
    expect(opened.map(({ status }) => status).toSorted()).toEqual(['busy', 'busy', 'open']);
    expect(lease().spec).toMatchObject({ leaseTransitions: 1 });
    const posted = state.api.asked.filter(({ method }) => method === 'POST');
    expect(posted).toEqual([]);
  });

  it('is not made by somebody who only looks', async () => {
    state.stored.letMakeLease();
    state.stored.remove(NAMES.lease, 'Lease');
    await state.store().open(CLUSTER, runOf('a'), true);
    expect(state.api.asked.map(({ method }) => method)).not.toContain('PUT');
  });
});
