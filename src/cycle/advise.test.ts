import { describe, expect, it } from 'vitest';
import { type AdvisedCycle, advising, answering } from '../../tests/support/advising.ts';
import { advisorOptions, contracts, model, says } from '../../tests/support/agents.ts';
import { composing, partsOf } from '../../tests/support/cycles.ts';
import { app } from '../../tests/support/cycles-objects.ts';
import { recordedSource } from '../../tests/support/recorded-source.ts';
import { service } from '../../tests/support/service.ts';
import { later } from '../../tests/support/trouble.ts';
import { createAdvisor } from '../agents/create-advisor.ts';
import { HOUR, MINUTE } from '../domain/duration.ts';
import { selfNotice } from '../escalate/notices.ts';
import { composeMessages } from '../notify/compose-messages.ts';
import { alertsOf } from './alerts.ts';

const api = service('api');
// A Thursday.
const at = (hour: number) => new Date(Date.UTC(2026, 0, 15, hour));
const SINCE = later(-10 * MINUTE, at(9));
const broken = (name: string) => app(name, ['crash'], SINCE);
const advice = ({ insight }: AdvisedCycle, id = 'INC-20260115-001') => insight.advice.get(id);
const choosing = (choice: 'SEV-2' | 'SEV-4') =>
  answering({ severity: { choice, reason: 'because', evidence: ['E1'] } });
const said = ({ judgement }: AdvisedCycle) =>
  judgement.decided.map(({ incident, verdict }) => `${incident.severity} ${verdict.verdict} ${verdict.reason}`);

describe('agents are asked', () => {
  it('about what is new or worse, not about what is unchanged, better, reminded of or over', async () => {
    const cycle = advising([api]);
    const asked = async (hour: number, ...pods: readonly ('ok' | 'crash')[]) =>
      (await cycle({ at: at(hour), objects: app('api', pods, SINCE) })).asked;
    expect(await asked(9, 'ok', 'crash')).toEqual(['001 new']);
    expect(await asked(10, 'ok', 'crash')).toBeNull();
    expect(await asked(11, 'crash', 'crash')).toEqual(['001 worse']);
    expect(await asked(12, 'ok', 'crash')).toBeNull();
    expect(await asked(14, 'ok', 'crash')).toBeNull();
    expect(await asked(16, 'ok', 'ok')).toBeNull();
  });

  it('when a service joins', async () => {
    const cycle = advising([service('mysql'), service('web', { dependencies: ['mysql'] })]);
    const first = [...broken('mysql'), ...app('web', ['ok'], SINCE)];
    expect((await cycle({ at: at(9), objects: first })).asked).toEqual(['001 new']);
    const both = [...broken('mysql'), ...app('web', ['crash'], later(5 * MINUTE, at(9)))];
    expect((await cycle({ at: at(10), objects: both })).asked).toEqual(['001 scope']);
  });

  it('never about SEV-4, gaps, the monitoring’s own trouble, or a cluster that could not be read', async () => {
    const tool = service('tool', { tier: 'P3' });
    expect((await advising([tool])({ at: at(9), objects: broken('tool') })).asked).toBeNull();
    const gap = {
      verb: 'list' as const,
      resource: 'pods',
      namespace: null,
      cause: 'forbidden' as const,
      detail: 'HTTP 403',
    };
    const troubles = [selfNotice('state', 'the state folder cannot be used', 'read-only')];
    const own = await advising([api])({ at: at(9), objects: [], gaps: [gap], troubles, coverage: { Pod: 'partial' } });
    expect(said(own)).toContain('SEV-3 notify new');
    expect(own.asked).toBeNull();
    const blind = await advising([api])({ at: at(9), objects: null });
    expect([said(blind), blind.asked]).toEqual([['SEV-2 notify new'], null]);
  });

  it('of a SEV-3 at night only where they may decide, and once', async () => {
    const night = { at: at(22), objects: broken('cart') };
    expect((await advising([])(night)).asked).toBeNull();
    const deciding = advising([], { escalation: 'decide' });
    const first = await deciding(night);
    expect(first.asked).toEqual(['001 first-sight']);
    expect(first.questions?.briefs[0]?.notify).toBe(false);
    expect((await deciding({ ...night, at: at(23) })).asked).toBeNull();
  });

  it('about ten incidents at most, the worst, and the others say so', async () => {
    const names = Array.from({ length: 11 }, (_, i) => `cart-${i}`);
    const many = await advising([api])({ at: at(10), objects: ['api', ...names].flatMap(broken) });
    expect(many.asked).toHaveLength(10);
    expect(many.questions?.briefs[0]?.severity).toBe('SEV-1');
    const left = [...many.insight.advice.values()].filter((a) => a.without !== null);
    expect(left.map((a) => a.without)).toEqual(
      Array(2).fill('more than 10 incidents at once: only the worst are looked into'),
    );
    const texts = composeMessages(alertsOf(partsOf([api]), many.judgement, 'cycle', many.insight), [], {
      ...composing(at(10)),
      stormAt: 20,
    });
    expect(texts).toHaveLength(12);
    const said = (words: string) => texts.filter(({ text }) => text.includes(words));
    expect(said('\nwithout model: more than 10 incidents')).toHaveLength(2);
    expect(said('changes could not be read (more than 10 incidents')).toHaveLength(2);
  });

  it('without news nobody looks for changes either, and without a model somebody still does', async () => {
    const source = recordedSource([]);
    const changes = { source, whyNone: '', deadlineMs: 1000, history: () => null };
    const cycle = advising([service('api', { gitops: { app: null, path: 'base/api/', repo: null } })], {
      ask: null,
      parts: { changes },
    });
    const first = await cycle({ at: at(9), objects: broken('api') });
    expect(first.insight.changes.get('INC-20260115-001')).toMatchObject({ status: 'none' });
    expect([first.counsel, first.insight.advice.size]).toEqual([null, 0]);
    const looked = source.asked.list;
    expect(looked).toBeGreaterThan(0);
    await cycle({ at: at(10), objects: broken('api') });
    expect(source.asked.list).toBe(looked);
  });
});

describe('a severity that agents choose', () => {
  const fault = { at: at(10), objects: broken('cart') };

  it('is heard and remembered, and decides only where the operator lets it', async () => {
    const advised = await advising([], { ask: choosing('SEV-2') })(fault);
    expect(said(advised)).toEqual(['SEV-3 notify new']);
    expect(advised.judgement.decided[0]?.incident.choice).toEqual({ severity: 'SEV-2', rules: 'SEV-3' });
    const decided = await advising([], { ask: choosing('SEV-2'), escalation: 'decide' })(fault);
    expect(said(decided)).toEqual(['SEV-2 notify new']);
  });

  it('may wake people for what the rules would keep for the morning, and may let it rest', async () => {
    const night = { ...fault, at: at(22) };
    const decide = (choice: 'SEV-2' | 'SEV-4') => advising([], { ask: choosing(choice), escalation: 'decide' });
    expect(said(await decide('SEV-2')(night))).toEqual(['SEV-2 notify new']);
    expect(said(await decide('SEV-4')(fault))).toEqual(['SEV-4 hold log-only']);
  });
});

describe('who cannot be asked costs the explanation, never the message', () => {
  const fault = { at: at(10), objects: broken('api') };

  it('whatever breaks is said', async () => {
    const failing = await advising([api], { ask: () => Promise.reject(new Error('no such module')) })(fault);
    expect(said(failing)).toEqual(['SEV-1 notify new']);
    expect(advice(failing)?.without).toBe('no such module');
    expect(failing.counsel?.warnings).toEqual(['the agents could not be asked: no such module']);
  });

  it('also when the program is told to stop meanwhile', async () => {
    const stop = new AbortController();
    const ask = () => {
      stop.abort(new Error('stopped'));
      return Promise.reject(new Error('anything'));
    };
    expect(said(await advising([api], { ask, parts: { signal: stop.signal } })(fault))).toEqual(['SEV-1 notify new']);
  });

  it('and is asked again in the next cycle: somebody may have mended it', async () => {
    const trouble = { cause: 'settings' as const, reason: 'spend limit reached', detail: '', at: at(1), settings: '' };
    expect((await advising([api], { ledger: { model: trouble } })(fault)).asked).toEqual(['001 new']);
  });

  it('once the budget of the month is spent no model is asked, and the message says so', async () => {
    const port = model(() => says({ say: 'so' }));
    const advisor = createAdvisor(advisorOptions({ port, budgetLeftUsd: 0, budgetUsd: 5 }), contracts());
    const spent = await advising([api], {
      ask: ({ briefs }) => advisor.counsel(briefs, new AbortController().signal),
    })(fault);
    expect(port.requests).toEqual([]);
    expect(said(spent)).toEqual(['SEV-1 notify new']);
    expect(advice(spent)?.without).toMatch(/budget of \$5\.00/);
    expect(spent.counsel?.runs.map(({ status }) => status)).toEqual(Array(4).fill('budget'));
  });

  it('an incident nobody asked about has no advice, which is not the same as none was found', async () => {
    const cycle = advising([api, service('tool', { tier: 'P3' })]);
    const both = await cycle({ at: at(10), objects: [...broken('api'), ...broken('tool')] });
    expect(both.asked).toEqual(['001 new']);
    const quiet = both.judgement.decided.find(({ incident }) => incident.service === 'tool')?.incident.id ?? '';
    expect(quiet).not.toBe('');
    expect([advice(both, quiet), both.insight.changes.get(quiet)]).toEqual([undefined, undefined]);
    const again = await cycle({ at: later(3 * HOUR, at(10)), objects: broken('api') });
    const [reminder] = composeMessages(
      alertsOf(partsOf([api]), again.judgement, 'cycle', again.insight),
      [],
      composing(at(13)),
    );
    expect(reminder?.kind).toBe('reminder');
    expect(reminder?.text).toContain('Change behind it: as told before');
    expect(reminder?.text).not.toContain('model');
  });
});
