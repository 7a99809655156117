import { describe, expect, it } from 'vitest';
import { alertOf } from '../../tests/support/alert.ts';
import { composing, threadOf, toldAt } from '../../tests/support/message-threads.ts';
import { service } from '../../tests/support/service.ts';
import { draftOf, later, troubleOf } from '../../tests/support/trouble.ts';
import type { Alert } from '../domain/alert.ts';
import type { NotifyReason } from '../domain/decision.ts';
import { HOUR } from '../domain/duration.ts';
import { type Composing, composeMessages, type Healed } from './compose-messages.ts';

const sev3 = (id: string, waiting = true) =>
  alertOf({ channel: '#std' }, { id, severity: 'SEV-3', waiting, title: `trouble ${id}` });
const ROUTED = { severity: 'SEV-3', tier: null, services: [], namespaces: [] } as const;
const healed = (id: string): Healed => ({
  channel: '#std',
  to: ['slack:#std'],
  routed: ROUTED,
  incident: sev3(id).incident,
});
const told = (reason: NotifyReason, id: string, parts: Partial<Alert> = {}) =>
  alertOf({ reason, ...parts }, { id, told: toldAt(), title: `trouble ${id}` });

const compose = (alerts: readonly Alert[], options: Partial<Composing> = {}, over: readonly Healed[] = []) =>
  composeMessages(alerts, over, composing(options));
const short = (...args: Parameters<typeof compose>) =>
  compose(...args).map((m) => {
    const where = m.thread === null ? '' : ` in ${m.thread}${m.broadcast ? ' for all' : ''}`;
    return `${m.to.replace('slack:', '')} ${m.kind} ${m.incidentIds.join(',')}${where}`;
  });

describe('messages of a cycle', () => {
  it('one for each alert, in order, of the kind its reason says', () => {
    const alerts = (['new', 'worse', 'scope', 'reminder', 'resolved'] as const).map((reason) => told(reason, reason));
    expect(short(alerts)).toEqual([
      '#crit incident new',
      '#crit update worse',
      '#crit update scope',
      '#crit reminder reminder',
      '#crit resolved resolved',
    ]);
    expect(compose(alerts).map(({ opens }) => opens.join())).toEqual(['new', 'worse', 'scope', 'reminder', '']);
  });

  it('one for each place, the worst first and what is over last', () => {
    const both = alertOf({ to: ['slack:#crit', 'pager'] }, { id: 'a' });
    const end = alertOf({ reason: 'resolved' }, { id: 'c', told: toldAt() });
    expect(short([end, sev3('b', false), both])).toEqual([
      '#crit incident a',
      'pager incident a',
      '#std incident b',
      '#crit resolved c',
    ]);
  });

  it('the end tells of what joined it only where no edit has said so', () => {
    const end = alertOf(
      { reason: 'resolved', to: ['slack:#crit', 'pager'] },
      { id: 'a', told: toldAt('slack:#crit', 'pager'), joined: ['b'], status: 'resolved' },
    );
    expect(short([end], { threads: [threadOf('a')] })).toEqual(['#crit resolved a in a', 'pager resolved a,b']);
    expect(compose([end]).at(-1)?.text).toContain('With it b, which turned out to be part of it.');
  });

  it('the same alerts have the same keys, whatever their words; other news has another', () => {
    const keys = (alert: Alert, options: Partial<Composing> = {}) => compose([alert], options).map(({ key }) => key);
    const first = told('worse', 'a');
    expect(keys({ ...first, probe: 'in other words' })).toEqual(keys(first));
    expect(keys(told('scope', 'a'))).not.toEqual(keys(first));
    expect(keys(alertOf({ reason: 'worse' }, { id: 'a', told: { ...toldAt(), lastAt: later(1) } }))).not.toEqual(
      keys(first),
    );
    const again = alertOf({}, { id: 'a' });
    expect(keys(again, { threads: [threadOf('a')] })).not.toEqual(keys(again));
  });

  it('that it is over is as urgent as what people were told', () => {
    const end = alertOf({ reason: 'resolved' }, { severity: 'SEV-3', told: toldAt(), status: 'resolved' });
    expect(compose([end])).toMatchObject([{ severity: 'SEV-1', open: false }]);
  });
});

describe('what follows a message', () => {
  const threads = [threadOf('a')];

  it('goes into its thread, for all to see where it got worse or wider', () => {
    const follows = (reason: NotifyReason) => short([told(reason, 'a')], { threads });
    expect(follows('worse')).toEqual(['#crit update a in a for all']);
    expect(follows('scope')).toEqual(['#crit update a in a for all']);
    expect(follows('reminder')).toEqual(['#crit reminder a in a']);
    expect(follows('resolved')).toEqual(['#crit resolved a in a']);
    expect(compose([told('worse', 'a')], { threads })[0]).toMatchObject({ opens: [] });
  });

  it('is a message of its own in a channel that does not know of it', () => {
    const moved = [threadOf('a', { to: 'slack:#std' })];
    const [message] = compose([told('worse', 'a')], { threads: moved });
    expect(message).toMatchObject({ to: 'slack:#crit', thread: null, broadcast: false, opens: ['a'] });
    expect(message?.text).toMatch(/^@here \[SEV-1\] WORSE: /);
  });

  it('reaches every place that has the message when it is over; a reminder only who is to act now, or stands in for them', () => {
    const two = [...threads, threadOf('a', { to: 'slack:#std' })];
    const at = { to: ['pager', 'slack:#crit'] };
    expect(short([told('resolved', 'a', at)], { threads: two })).toEqual([
      'pager resolved a',
      '#crit resolved a in a',
      '#std resolved a in a',
    ]);
    expect(short([told('reminder', 'a', at)], { threads: two })).toEqual(['pager reminder a', '#crit reminder a in a']);
    const copy = [threadOf('a', { to: 'slack:#std' })];
    expect(short([told('reminder', 'a')], { threads: copy })).toEqual(['#crit reminder a', '#std reminder a in a']);
    expect(short([told('worse', 'a')], { threads: two })).toHaveLength(1);
  });

  it('does not go to a message from before it was over and came back', () => {
    const old = [threadOf('a', { at: later(-HOUR) })];
    expect(short([told('reminder', 'a')], { threads: old })).toEqual(['#crit reminder a']);
    expect(short([told('new', 'a')], { threads })).toEqual(['#crit incident a']);
  });

  it('is one reply where incidents share their message, and one each where they do not', () => {
    const shared = ['a', 'b', 'c'].map((id) => threadOf(id, { ref: id === 'c' ? 'C1 own' : 'C1 shared' }));
    const all = ['a', 'b', 'c'].map((id) => told('reminder', id));
    expect(short(all, { threads: shared })).toEqual(['#crit reminder a,b in a', '#crit reminder c in c']);
    expect(compose(all, { threads: shared })[0]?.text).toBe(
      '[SEV-1] STILL OPEN: 2 incidents: 2 SEV-1\n' +
        '  - [SEV-1] trouble a, since 2026-01-15 12:40 GMT+1 (a)\n' +
        '  - [SEV-1] trouble b, since 2026-01-15 12:40 GMT+1 (b)\n' +
        'cycle 20260115T120000Z-abcd',
    );
    const over = ['a', 'b'].map((id) => told('resolved', id));
    expect(
      compose([...over, told('reminder', 'c')], { threads: shared }).map(({ text }) => text.split('\n')[0]),
    ).toEqual(['[SEV-1] STILL OPEN: trouble c', '[RESOLVED] 2 incidents']);
  });
});

describe('what waited for business hours', () => {
  it('leaves in one digest per place', () => {
    expect(short([sev3('a'), sev3('b'), sev3('c', false)])).toEqual(['#std incident c', '#std digest a,b']);
    const [digest] = compose([sev3('a'), sev3('b')]);
    expect(digest).toMatchObject({ opens: ['a', 'b'], thread: null, severity: 'SEV-3' });
    expect(digest?.text.split('\n').filter((l) => /waited|^\[SEV/.test(l))).toEqual([
      '2 incidents waited for business hours:',
      '[SEV-3] trouble a',
      '[SEV-3] trouble b',
    ]);
  });

  it('does not hide in it once it is SEV-1', () => {
    expect(short([alertOf({}, { waiting: true })])).toEqual(['#crit incident INC-20260115-001']);
    expect(compose([alertOf({}, { waiting: true })])[0]?.text).toMatch(/^@here \[SEV-1\]/);
  });

  it('and is over is said in its thread, where there is one', () => {
    const end = alertOf(
      { reason: 'resolved' },
      { id: 'a', severity: 'SEV-3', status: 'resolved', waiting: true, told: toldAt() },
    );
    expect(short([end])).toEqual(['#crit digest a']);
    expect(short([end], { threads: [threadOf('a')] })).toEqual(['#crit resolved a in a']);
  });

  it('and healed is one line of the digest, with or without company', () => {
    const [message] = compose([sev3('a')], {}, [healed('b'), healed('c')]);
    expect(message?.text.split('\n').at(-1)).toBe(
      'Healed outside business hours, nothing to do: trouble b (b); trouble c (c)',
    );
    expect(message?.text).not.toContain('[SEV-3] trouble b');
    expect(message?.opens).toEqual(['a']);
    expect(compose([], {}, [healed('b')])).toMatchObject([
      { text: 'Healed outside business hours, nothing to do: trouble b (b)', open: false, opens: [] },
    ]);
    expect(compose([])).toEqual([]);
  });

  it('is a list where it is very much, and every one is counted', () => {
    const many = Array.from({ length: 3000 }, (_, i) => sev3(`n${i}`));
    const messages = compose(
      many,
      {},
      Array.from({ length: 500 }, (_, i) => healed(`h${i}`)),
    );
    expect(messages).toHaveLength(1);
    expect(messages[0]?.opens).toHaveLength(3000);
    const lines = messages[0]?.text.split('\n') ?? [];
    expect(lines[0]).toBe('3000 incidents waited for business hours: 3000 SEV-3');
    const listed = lines.filter((l) => l.startsWith('  - ')).length;
    expect(lines).toContain(`  +${3000 - listed} more, see: k8s-monitor cycles show 20260115T120000Z-abcd`);
    expect(lines.at(-2)).toMatch(/; and 480 more$/);
  });
});

describe('many notices of one sort', () => {
  const gap = (id: string, severity: 'SEV-2' | 'SEV-3' = 'SEV-2') =>
    alertOf(
      {
        channel: '#std',
        notice: { kind: 'GAP', key: id, title: id, detail: `no ${id}`, services: [], hidesNodes: false },
      },
      { id, severity, title: `could not list ${id}`, rules: ['GAP'] },
    );

  it('are one message with a line each, as incidents and as the monitor’s own trouble; two incidents stay two', () => {
    const lines = [
      '3 parts of the cluster could not be read',
      '  - could not list a (a)',
      '  - could not list b (b)',
      '  - could not list c (c)',
      'For example: no a',
      'cycle 20260115T120000Z-abcd',
    ].join('\n');
    expect(short([gap('a'), gap('b')])).toEqual(['#std incident a', '#std incident b']);
    const three = [gap('a'), gap('b'), sev3('x', false), gap('c')];
    expect(short(three)).toEqual(['#std incident a,b,c', '#std incident x']);
    expect(compose(three)[0]).toMatchObject({ text: `[SEV-2] ${lines}`, opens: ['a', 'b', 'c'] });
    const own = ['a', 'b', 'c'].map((id) => gap(id, 'SEV-3'));
    expect(compose(own)).toMatchObject([{ kind: 'self', text: `[SEV-3] ${lines}` }]);
  });

  it('that are over are named for what they were, though nothing is seen of them any more', () => {
    const threads = ['a', 'b'].map((id) => threadOf(id, { to: 'slack:#std', ref: 'one' }));
    const over = ['a', 'b'].map((id): Alert => {
      const alert = gap(id);
      return {
        ...alert,
        reason: 'resolved',
        notice: null,
        draft: null,
        incident: { ...alert.incident, told: toldAt() },
      };
    });
    expect(compose(over, { threads })[0]?.text.split('\n')[0]).toBe(
      '[RESOLVED] 2 parts of the cluster could not be read',
    );
  });
});

describe('a message that is too long', () => {
  const quirks = Array.from({ length: 900 }, (_, i) => `quirk-number-${i}`);
  const api = service('api', { quirks });
  const long = alertOf({ service: api, draft: draftOf(troubleOf(api)) }, { id: 'a', told: toldAt() });

  it('has the rest in its thread', () => {
    const [first, ...rest] = compose([{ ...long, reason: 'new' }]);
    expect(first).toMatchObject({ kind: 'incident', opens: ['a'], thread: null });
    expect(rest.length).toBeGreaterThan(0);
    for (const [i, part] of rest.entries()) {
      expect(part).toMatchObject({ kind: 'details', thread: 'a', opens: [], broadcast: false, incidentIds: ['a'] });
      expect(part.key).toBe(`${first?.key} part ${i + 2}`);
    }
    expect(rest.at(-1)?.text).toContain('quirk-number-899');
    expect(rest.map(({ text }) => text).join()).not.toContain('@here');
  });

  it('that is a reply has it in the same thread', () => {
    const [first, second] = compose([{ ...long, reason: 'worse' }], { threads: [threadOf('a')] });
    expect([first?.thread, first?.broadcast, second?.thread, second?.broadcast]).toEqual(['a', true, 'a', false]);
  });
});

it('what would go elsewhere should its place be broken is told apart, and says where', () => {
  const any = { severities: [], tiers: [], services: [], namespaces: [] };
  const routing = [
    { source: 'r:1', match: { ...any, namespaces: ['secret'] }, to: ['slack:#std'], fallback: [] },
    { source: 'default', match: any, to: ['slack:#std'], fallback: ['slack:#crit'] },
  ];
  const at = (id: string, namespaces: readonly string[]) => ({ ...sev3(id), routed: { ...ROUTED, namespaces } });
  const messages = compose([at('a', ['secret']), at('b', []), at('c', [])], { routing });
  expect(messages.map(({ incidentIds, fallback }) => [incidentIds, fallback])).toEqual([
    [['a'], []],
    [['b', 'c'], ['slack:#crit']],
  ]);
});
