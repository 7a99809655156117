import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertOf } from '../../tests/support/alert.ts';
import { threadOf, toldAt } from '../../tests/support/message-threads.ts';
import { service } from '../../tests/support/service.ts';
import { draftOf, later, troubleOf } from '../../tests/support/trouble.ts';
import { NOW } from '../../tests/support/view.ts';
import { HOUR, MINUTE } from '../domain/duration.ts';
import type { LedgerIncident } from '../domain/ledger.ts';
import type { Thread } from '../domain/outbox.ts';
import { SEVERITIES } from '../domain/severity.ts';
import type { WantedEdit } from './edit-threads.ts';
import { alertText } from './render/alert-text.ts';
import { slackBlocks } from './render/slack-blocks.ts';
import { splitLong } from './render/split-long.ts';
import { lateText, wantedEdits } from './status-edits.ts';

const ID = 'INC-20260115-001';
const api = service('api', { purpose: 'takes orders' });
const told = (incident: Partial<LedgerIncident> = {}) =>
  alertOf({ service: api, draft: draftOf(troubleOf(api)) }, { severity: 'SEV-2', affected: ['web'], ...incident });
const FIRST = splitLong(alertText(told()))[0] ?? '';
const thread = threadOf(ID, { text: FIRST });

const known = (parts: Partial<LedgerIncident> = {}): LedgerIncident => ({
  ...told().incident,
  told: { ...toldAt(), severity: 'SEV-2' },
  ...parts,
});
const edits = (incident: LedgerIncident, ms: number, of: Thread = thread) =>
  wantedEdits([of], [incident], { now: later(ms), timeZone: 'Europe/Berlin' });
const over = known({ status: 'resolved', resolvedAt: later(105 * MINUTE) });
const top = (wanted: readonly WantedEdit[], lines = 2) => wanted[0]?.text.split('\n').slice(0, lines);
/** After the edit, as the outbox keeps it. */
const shownBy = ([edit]: readonly WantedEdit[], of: Thread = thread): Thread => ({ ...of, shown: edit?.shown ?? '' });

/** Slack shows all of it. */
const isWhole = (text: string) => !/\+\d+ more lines?:\*/.test(JSON.stringify(slackBlocks(text, null).blocks));

describe('a message that stands in a channel', () => {
  it('is left alone while it says what is so', () => {
    expect(edits(known(), 0)).toEqual([]);
    expect(edits(known(), 29 * MINUTE)).toEqual([]);
  });

  it('says for how long it has been so, and when that was', () => {
    expect(top(edits(known(), 160 * MINUTE))).toEqual([
      '[SEV-2] api is down',
      'Status: open for 3 h, as of 15:40 GMT+1',
    ]);
    expect(top(edits(known(), 20 * HOUR))?.[1]).toBe('Status: open for 20 h 20 min, as of 2026-01-16 09:00 GMT+1');
  });

  it('is not edited more than every half hour for that, of a SEV-3 every six hours, of a SEV-4 never', () => {
    const first = shownBy(edits(known(), 31 * MINUTE));
    expect(edits(known(), 60 * MINUTE, first)).toEqual([]);
    expect(edits(known(), 61 * MINUTE, first)).toHaveLength(1);
    const minor = shownBy(edits(known({ severity: 'SEV-3' }), MINUTE));
    expect(edits(known({ severity: 'SEV-3' }), 5 * HOUR, minor)).toEqual([]);
    expect(edits(known({ severity: 'SEV-3' }), 7 * HOUR, minor)).toHaveLength(1);
    const least = shownBy(edits(known({ severity: 'SEV-4' }), MINUTE));
    expect(edits(known({ severity: 'SEV-4' }), 700 * HOUR, least)).toEqual([]);
  });

  it('is not edited again by a clock that was set back', () => {
    expect(edits(known(), -2 * HOUR)).toEqual([]);
    expect(edits(known(), HOUR, shownBy(edits(known(), 3 * HOUR)))).toEqual([]);
  });

  it('says that it is well at the moment, and not that it is open', () => {
    const well = { since: later(40 * MINUTE), last: later(50 * MINUTE), back: null };
    const calm = edits(known({ state: 'ok', well }), 50 * MINUTE);
    expect(top(calm)?.[1]).toBe('Status: well at the moment, since 13:40 GMT+1, as of 13:50 GMT+1');
    const back = known({ well: { ...well, back: later(55 * MINUTE) } });
    expect(top(edits(back, 55 * MINUTE, shownBy(calm)))?.[1]).toBe('Status: open for 1 h 15 min, as of 13:55 GMT+1');
  });

  it('says how bad it is now, and where that was told', () => {
    expect(top(edits(known({ severity: 'SEV-3' }), MINUTE))).toEqual([
      '[SEV-3] api is down',
      'Status: now SEV-3, open for 21 min, as of 13:01 GMT+1',
    ]);
    const to = ['slack:#critical', thread.to];
    const moved = known({ severity: 'SEV-1', told: { ...toldAt('slack:#critical'), to, channel: '#critical' } });
    expect(top(edits(moved, MINUTE))).toEqual([
      '[SEV-1] api is down',
      'Status: now SEV-1, told in #critical, open for 21 min, as of 13:01 GMT+1',
    ]);
  });

  it('calls nobody a second time', () => {
    const loud = { ...thread, text: FIRST.replace('[SEV-2]', '@here [SEV-1]') };
    expect(edits(known({ severity: 'SEV-1' }), 0, loud)).toEqual([]);
    expect(top(edits(known({ severity: 'SEV-1' }), HOUR, loud))?.[0]).toBe('[SEV-1] api is down');
  });

  it('says who is hit now', () => {
    const wider = edits(known({ affected: ['web', 'shop'] }), MINUTE);
    expect(wider[0]?.text).toContain('\nHit: web, shop\nImpact: takes orders\n');
    const alone = { ...thread, text: FIRST.replace('Hit: web\n', '') };
    expect(edits(known({ affected: ['shop'] }), MINUTE, alone)[0]?.text).toMatch(/\nService: .*\nHit: shop\nImpact: /);
    expect(edits(known({ affected: [] }), MINUTE)).toEqual([]);
  });

  it('that is long already leaves out who is hit, sooner than a line of its own', () => {
    const text = FIRST.replace('\nFound:', `\n${'Known: a quirk of the service\n'.repeat(160)}Found:`);
    const affected = Array.from({ length: 100 }, (_, i) => `a&b&c-${i}-${'x'.repeat(70)}`);
    const [edit] = edits(known({ affected, severity: 'SEV-1' }), HOUR, { ...thread, text });
    expect(edit?.text).toContain('\nHit: web\n');
    expect(isWhole(edit?.text ?? '')).toBe(true);
    expect(edits(known({ affected }), HOUR)[0]?.text).toMatch(/\nHit: a&b&c-0-x+, a&b&c-1-x+, /);
  });

  it('says that it is over, once', () => {
    const edit = edits(over, 2 * HOUR);
    expect(top(edit, 3)).toEqual([
      '[RESOLVED] api is down',
      'Status: resolved after 2 h 5 min',
      'Since: 2026-01-15 12:40 GMT+1 (20 min ago)',
    ]);
    expect(edits(over, 900 * HOUR, shownBy(edit))).toEqual([]);
    expect(top(edits(known(), 3 * HOUR, shownBy(edit)))?.[0]).toBe('[SEV-2] api is down');
  });

  it('says what it turned out to be a part of', () => {
    const joined = { ...over, rationale: 'joined INC-20260115-007' };
    expect(top(edits(joined, HOUR))).toEqual(['[SEV-2] api is down', 'Status: now part of INC-20260115-007']);
  });

  it('is left alone where several incidents share it, and where it is of an earlier time', () => {
    expect(edits(over, HOUR, { ...thread, text: null })).toEqual([]);
    expect(edits(over, HOUR, { ...thread, at: later(-1) })).toEqual([]);
    const newer = { ...thread, ref: 'C1 2', at: later(MINUTE) };
    const both = wantedEdits([newer, thread], [over], { now: later(HOUR), timeZone: 'UTC' });
    expect(both.map((edit) => edit.thread.ref)).toEqual(['C1 2']);
    expect(edits(known({ told: null }), 9 * HOUR)).toEqual([]);
  });

  it('about the monitoring is about nobody who is hit', () => {
    const text = '[SEV-2] could not list pods\nWhy SEV-2: no [GAP]\nConcerns: api\nx · cycle y';
    const gap = known({ affected: ['api', 'web'], title: 'could not list pods' });
    expect(edits(gap, MINUTE, { ...thread, text })).toEqual([]);
    expect(edits(gap, HOUR, { ...thread, text })[0]?.text).not.toContain('Hit:');
  });
});

describe('what agents say late', () => {
  const words = '@here [SEV-2] api is down\nIn short (model): the limit\nWhy SEV-2: x [P0-DEGRADED]\nx · cycle c1';

  it('is edited in at once, in place of the first words', () => {
    const late = { ...thread, text: lateText(FIRST, words), shown: '' };
    const edit = edits(known(), 0, late);
    expect(edit[0]?.text.split('\n')).toEqual([
      '[SEV-2] api is down',
      'Status: open for 20 min, as of 13:00 GMT+1',
      'In short (model): the limit',
      'Why SEV-2: x [P0-DEGRADED]',
      'x · cycle c1',
    ]);
    expect(edits(known(), MINUTE, shownBy(edit, late))).toEqual([]);
  });

  it('keeps the status, and fits', () => {
    const status = 'Status: resolved after 2 h';
    expect(lateText(FIRST.replace('\n', `\n${status}\n`), words)).toBe(
      words.replace('@here ', '').replace('\n', `\n${status}\n`),
    );
    const much = words.replace('the limit', Array(2000).fill('a line').join('\n'));
    const text = lateText(FIRST, much);
    expect(text).toMatch(/\n {2}\+\d+ more lines, see: k8s-monitor cycles show c1\nx · cycle c1$/);
    expect(isWhole(text)).toBe(true);
  });
});

describe('every edit', () => {
  const incident = fc
    .record({
      status: fc.constantFrom('open', 'resolved'),
      severity: fc.constantFrom(...SEVERITIES),
      title: fc.string({ unit: 'binary', maxLength: 400 }),
      affected: fc.array(fc.string({ unit: 'binary', maxLength: 80 }), { maxLength: 80 }),
      to: fc.constantFrom('slack:#crit', 'slack:#other'),
      lastsMs: fc.integer({ min: -HOUR, max: 900 * HOUR }),
    })
    .map(({ to, lastsMs, ...parts }) =>
      known({
        ...parts,
        told: { ...toldAt(to), channel: '#other' },
        resolvedAt: parts.status === 'resolved' ? later(lastsMs) : null,
      }),
    );
  const first = fc.record({ title: fc.string({ maxLength: 300 }), hit: fc.array(fc.string(), { maxLength: 400 }) });
  const times = fc.array(fc.integer({ min: -5 * HOUR, max: 900 * HOUR }), { minLength: 1, maxLength: 4 });

  it('is wanted once, keeps every other line word for word, and fits, whichever text is kept', () => {
    const check = fc.property(
      first,
      fc.array(incident, { minLength: 1 }),
      times,
      fc.boolean(),
      (said, states, at, keeps) => {
        let text = splitLong(alertText(told({ title: said.title, affected: said.hit })))[0] ?? '';
        let shown = '';
        for (const [i, state] of states.entries()) {
          const now = at[i % at.length] ?? 0;
          const [edit, ...others] = edits(state, now, { ...thread, text, shown });
          expect(others).toEqual([]);
          if (edit === undefined) continue;
          expect(bodyOf(edit.text)).toEqual(bodyOf(text));
          expect(edit.text).not.toMatch(/^@here /);
          expect(edit.text.split('\n')[1]).toMatch(/^Status: /);
          // Slack's blocks take 7,000, escaped.
          expect(edit.text.length).toBeLessThan(7000);
          const kept = keeps ? edit.text : text;
          expect(edits(state, now, { ...thread, text: kept, shown: edit.shown })).toEqual([]);
          shown = edit.shown;
          text = kept;
        }
        expect(NOW).toEqual(thread.at);
      },
    );
    fc.assert(check, { numRuns: 300 });
  });

  function bodyOf(text: string): readonly string[] {
    return text
      .split('\n')
      .slice(1)
      .filter((line) => !/^(?:Status|Hit): /.test(line));
  }
});
