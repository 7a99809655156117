import { describe, expect, it } from 'vitest';
import { alertOf } from '../../tests/support/alert.ts';
import { composeMessages } from './compose-messages.ts';

const sev3 = (id: string, waiting = true) =>
  alertOf({ channel: '#std' }, { id, severity: 'SEV-3', waiting, title: `trouble ${id}` });
const healed = (id: string) => ({ channel: '#std', incident: sev3(id).incident });
const short = (...args: Parameters<typeof composeMessages>) =>
  composeMessages(...args).map((m) => `${m.channel} ${m.kind} ${m.incidentIds.join(',')}`);

describe('messages of a cycle', () => {
  it('one for each alert, in order, of the kind its reason says', () => {
    const alerts = (['new', 'worse', 'scope', 'reminder', 'resolved'] as const).map((reason) =>
      alertOf({ reason }, { id: reason }),
    );
    expect(short(alerts, [])).toEqual([
      '#crit incident new',
      '#crit update worse',
      '#crit update scope',
      '#crit reminder reminder',
      '#crit resolved resolved',
    ]);
  });

  it('three notices of one sort are one message with a line each; two stay two', () => {
    const gap = (id: string) =>
      alertOf(
        {
          channel: '#std',
          notice: { kind: 'GAP', key: id, title: id, detail: `no ${id}`, services: [], hidesNodes: false },
        },
        { id, severity: 'SEV-3', title: `could not list ${id}`, rules: ['GAP'] },
      );
    expect(short([gap('a'), gap('b')], [])).toEqual(['#std incident a', '#std incident b']);
    expect(short([gap('a'), gap('b'), sev3('x', false), gap('c')], [])).toEqual([
      '#std incident a,b,c',
      '#std incident x',
    ]);
    expect(composeMessages([gap('a'), gap('b'), gap('c')], [])[0]?.text).toBe(
      '[SEV-3] 3 parts of the cluster could not be read\n' +
        '  - could not list a (a)\n  - could not list b (b)\n  - could not list c (c)\n' +
        'For example: no a\ncycle 20260115T120000Z-abcd',
    );
  });

  it('what waited leaves in one digest per channel', () => {
    expect(short([sev3('a'), sev3('b'), sev3('c', false)], [])).toEqual(['#std incident c', '#std digest a,b']);
    const text = composeMessages([sev3('a'), sev3('b')], [])[0]?.text ?? '';
    expect(text.split('\n').filter((l) => /waited|^\[SEV/.test(l))).toEqual([
      '2 incidents waited for business hours:',
      '[SEV-3] trouble a',
      '[SEV-3] trouble b',
    ]);
  });

  it('what waited and became SEV-1 does not hide in a digest', () => {
    expect(short([alertOf({}, { waiting: true })], [])).toEqual(['#crit incident INC-20260115-001']);
    expect(composeMessages([alertOf({}, { waiting: true })], [])[0]?.text).toMatch(/^@here \[SEV-1\]/);
  });

  it('what healed meanwhile is one line of the digest, with or without company', () => {
    const [message] = composeMessages([sev3('a')], [healed('b'), healed('c')]);
    expect(message?.text.split('\n').at(-1)).toBe(
      'Healed outside business hours, nothing to do: trouble b (b); trouble c (c)',
    );
    expect(message?.text).not.toContain('[SEV-3] trouble b');
    expect(composeMessages([], [healed('b')]).map((m) => m.text)).toEqual([
      'Healed outside business hours, nothing to do: trouble b (b)',
    ]);
    expect(composeMessages([], [])).toEqual([]);
  });
});
