// Row 20: nobody hears anything for six hours. What was decided meanwhile is told in one message per channel, once.
import { expect, it } from 'vitest';
import { cli } from '../support/cli.ts';
import { twice } from './lib/posts.ts';
import { DOWN, type Fares, LIMPS, OK, street, streetEnv } from './lib/street.ts';
import { at, type Town, town } from './lib/town.ts';

/** Whatever is asked, no answer comes: nothing is waited for long. */
const AWAY = { SLACK_DEADLINE_SECONDS: '0.6' };

it('row 20: six cycles without Slack: one digest per channel, nothing lost, threads go on from it, exit 1', async () => {
  const t = await town({ objects: street({ cart: DOWN }), env: streetEnv() });
  expect((await t.cycle({ at: at(10) })).code).toBe(0);
  expect(t.news()).toEqual([expect.stringContaining('#standard: *[SEV-3] deployment cart is down')]);

  const missed = cyclesOf(t, { cart: DOWN });
  await t.slack.down();
  await missed.cycle(11, { 'shop-api': LIMPS });
  await missed.cycle(12, { 'shop-api': DOWN, blog: DOWN });
  await t.slack.up();
  t.slack.behave(() => 'hang');
  await missed.cycle(13, { pay: DOWN, cart: OK });
  await missed.cycle(14, { blog: OK });
  t.slack.behave(() => ({ status: 503 }));
  await missed.cycle(15, { search: DOWN });
  await missed.cycle(16, { mill: DOWN });
  expect(t.news()).toEqual([]);
  expect(missed.codes).toEqual([1, 1, 1, 1, 1, 1]);
  // From the third hour on what waits is old: the outside hears that nobody is told.
  expect(t.pings().filter((ping) => ping !== 'start')).toEqual([
    'success',
    ...['success', 'success', 'fail', 'fail', 'fail', 'fail'],
  ]);

  t.slack.behave(null);
  const back = await t.cycle({ at: at(17) });
  expect([back.code, t.pings()]).toEqual([0, ['start', 'success']]);
  expect(t.news()).toEqual([
    expect.stringContaining('#critical: @here *[SEV-1] 2 messages about 1 incident could not be delivered from 12:00'),
    expect.stringContaining('#standard: *[SEV-2] 7 messages about 6 incidents could not be delivered from 11:00 UTC'),
    '↳ #standard: *[RESOLVED] 4 messages could not be delivered to #standard, #critical*',
  ]);
  const [urgent, usual, over] = t.slack.messages.slice(1);
  expect(partsOf(urgent?.text)).toEqual(['[SEV-1] SPREADING: pay, found 12:00 UTC, open']);
  expect(partsOf(usual?.text)).toEqual([
    '[SEV-2] shop-api, found 11:00 UTC, open',
    '[SEV-2] search, found 15:00 UTC, open',
    '[SEV-3] blog, found 12:00 UTC, over 14:00 UTC',
    '[RESOLVED] cart, over 13:00 UTC',
    '[SEV-3] 1, found 14:00 UTC, open',
    '[SEV-3] mill, found 16:00 UTC, open',
  ]);
  const all = `${urgent?.text}${usual?.text}`;
  expect([...missed.decided].filter((id) => !all.includes(id))).toEqual([]);
  expect(all.match(/could not be delivered to/g)).toHaveLength(1);
  expect(over?.threadTs).toBe(usual?.ts);
  expect(t.slack.messages[0]?.text).toContain('[RESOLVED] deployment cart is down');
  expect((await cli(['outbox', 'list'], t.env)).stdout).toContain('Every message of fake has arrived');

  await t.cycle({ at: at(20) });
  expect(t.news().map((line) => line.slice(0, 32))).toEqual([
    '↳ #critical: *[SEV-1] STILL OPEN',
    '↳ #standard: *[SEV-2] STILL OPEN',
  ]);
  t.holds(street({}));
  await t.cycle({ at: at(21) });
  expect(t.news()).toEqual([
    expect.stringContaining('↳ #critical: *[RESOLVED] pay and shop-api'),
    '↳ #standard: *[RESOLVED] 3 incidents*',
  ]);
  expect(t.slack.messages.slice(4).map(({ threadTs }) => threadTs)).toEqual([
    urgent?.ts,
    usual?.ts,
    urgent?.ts,
    usual?.ts,
  ]);
  expect(twice(t.slack)).toEqual([]);
});

/** Hours in which nobody hears anything, each with other news. */
function cyclesOf(t: Town, before: Fares) {
  let fares = before;
  const codes: number[] = [];
  const decided = new Set<string>();
  return {
    codes,
    /** Incidents that people were to hear of. */
    decided,
    cycle: async (hour: number, change: Fares) => {
      fares = { ...fares, ...change };
      t.holds(street(fares));
      const { code, report } = await t.cycle({ at: at(hour), env: AWAY });
      codes.push(code);
      const waiting = report.messages.map(({ channel, text }) => `${channel} ${text}`);
      expect(waiting).toEqual([...new Set(waiting)]);
      for (const { verdict, incidentId } of report.decisions) if (verdict === 'notify') decided.add(incidentId);
    },
  };
}

/** What a digest tells, in its order: `[SEV-3] blog, found 12:00 UTC, open`. */
function partsOf(text = ''): readonly string[] {
  const part =
    /^(?: {2}- )?(\[[A-Z0-9-]+\](?: SPREADING:)?) (?:deployment )?(\S+) .*: ((?:found|over) .*) \(INC-[\d-]+\)$/;
  return text.split('\n').flatMap((line) => {
    const [, mark, who, when] = part.exec(line) ?? [];
    return mark === undefined ? [] : [`${mark} ${who}, ${when}`];
  });
}
