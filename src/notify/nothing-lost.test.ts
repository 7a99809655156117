import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flushing } from '../../tests/support/flushing.ts';
import { deskOf, entryOf, messageOf } from '../../tests/support/outbox.ts';
import { type Answer, refusal, tooMany, trouble } from '../../tests/support/scripted-sink.ts';
import { SEVERITIES } from '../domain/severity.ts';
import type { Desk } from './arrived.ts';
import { flush } from './flush.ts';
import type { Message } from './message.ts';
import { digestOverdue, enqueue, markUnsure } from './outbox.ts';
import { settleUnsure } from './settle-unsure.ts';

const OUTCOMES = ['sent', 'transient', 'arrived', 'lost', 'permanent', 'busy', 'crash before', 'crash after'] as const;
type Outcome = (typeof OUTCOMES)[number];

const ANSWERS: Readonly<Record<Outcome, () => Answer>> = {
  sent: () => 'sent',
  transient: () => trouble('down'),
  arrived: () => 'arrived',
  lost: () => 'lost',
  permanent: () => refusal('gone'),
  busy: () => tooMany(5000),
  'crash before': () => 'crash before',
  'crash after': () => 'crash after',
};

/** What happens to incidents in a cycle; all of them begin in the first. */
type News = readonly { readonly incident: number; readonly what: 'update' | 'resolved' | 'reminder' }[];

interface Story {
  readonly severities: readonly (typeof SEVERITIES)[number][];
  readonly news: readonly News[];
  readonly outcomes: readonly Outcome[];
  readonly looks: boolean;
}

/** Trouble lasts. */
const burst = fc
  .tuple(fc.constantFrom(...OUTCOMES), fc.constantFrom(1, 1, 3, 9))
  .map(([outcome, times]) => Array.from({ length: times }, () => outcome));

const story = (looks: boolean): fc.Arbitrary<Story> =>
  fc.record({
    severities: fc.array(fc.constantFrom('SEV-1', 'SEV-2', 'SEV-3'), { minLength: 1, maxLength: 5 }),
    news: fc.array(
      fc.array(fc.record({ incident: fc.nat(4), what: fc.constantFrom('update', 'resolved', 'reminder') }), {
        maxLength: 3,
      }),
      { minLength: 1, maxLength: 5 },
    ),
    outcomes: fc.array(burst, { maxLength: 12 }).map((bursts) => bursts.flat()),
    looks: fc.constant(looks),
  });

/** Plays the cycles as run-cycle.ts has them: replay, decide, keep, send, keep; then some in which everything works. */
async function play({ severities, news, outcomes, looks }: Story) {
  const { clock, add, options } = flushing({ fallbackOf: () => ['mail'] });
  const left = [...outcomes];
  let unheard = 0;
  let crashed = (): void => {};
  const slack = add('slack', {
    looks,
    paceMs: 1100,
    answer: () => {
      const outcome = left.shift() ?? 'sent';
      if (outcome === 'arrived' || outcome === 'crash after') unheard += 1;
      return ANSWERS[outcome]();
    },
    onCrash: () => crashed(),
    onFind: () => (left[0] === 'transient' || left[0] === 'lost' ? { status: 'failed', why: 'down' } : undefined),
  });
  const mail = add('mail');
  let kept: Desk = deskOf([]);

  /** Whether its decisions were kept before it was killed, if it was. */
  const cycle = async (n: number, messages: readonly Message[]): Promise<boolean> => {
    let isDead = false;
    let isDecided = false;
    const death = new Promise<'dead'>((resolve) => {
      crashed = () => {
        isDead = true;
        resolve('dead');
      };
    });
    const keep = async (desk: Desk, sending: boolean): Promise<void> => {
      if (!isDead) kept = sending ? { ...desk, outbox: markUnsure(desk.outbox) } : desk;
    };
    const send = async (desk: Desk): Promise<Desk> => {
      await keep(desk, true);
      const held = async (): Promise<boolean> => !isDead;
      return (await flush(desk, { ...options, held, save: (now) => keep(now, true) })).desk;
    };
    const whole = async (): Promise<'done'> => {
      const settled = await settleUnsure(kept, options);
      const replayed = await send({ ...settled, outbox: digestOverdue(settled.outbox, clock.now(), 'UTC') });
      const about = { cycleId: `c${n}`, at: clock.now(), cluster: 'uid', timeZone: 'UTC' };
      const decided = { ...replayed, outbox: enqueue(replayed.outbox, messages, about) };
      await keep(decided, false);
      isDecided = !isDead;
      await keep(await send(decided), false);
      return 'done';
    };
    await Promise.race([whole(), death]);
    clock.advance(3_600_000);
    return isDecided;
  };

  const batches = [...batchesOf({ severities, news })];
  for (let n = 0, after = 0; after < 4; n += 1) {
    // Killed before it was decided: the next cycle decides it.
    if (await cycle(n, batches[0] ?? [])) batches.shift();
    if (batches.length > 0) continue;
    left.length = 0;
    after += 1;
  }
  return { slack, mail, kept, unheard };
}

/** The messages of each cycle: one thing to say about an incident, and no reminder of what is over. */
function batchesOf({ severities, news }: Pick<Story, 'severities' | 'news'>): readonly (readonly Message[])[] {
  const isOver = new Set<number>();
  return [
    severities.map((severity, i) => messageOf({ incidentIds: [`INC-${i}.`], severity, key: `new ${i}` })),
    ...news.map((of, n) => {
      const byIncident = new Map(of.map((one) => [one.incident, one]));
      return [...byIncident.values()].flatMap((one) => {
        if (one.incident >= severities.length || (isOver.has(one.incident) && one.what !== 'update')) return [];
        if (one.what === 'resolved') isOver.add(one.incident);
        if (one.what === 'update') isOver.delete(one.incident);
        return [follow(one, n)];
      });
    }),
  ];
}

function follow({ incident, what }: News[number], n: number): Message {
  const id = `INC-${incident}.`;
  const isOver = what === 'resolved';
  const head = isOver ? `[RESOLVED] ${id} is down` : `[SEV-2] ${what}: ${id} is down`;
  const text = `${head}\n${id} · cycle c${n}`;
  return messageOf({ incidentIds: [id], kind: what, key: `${what} ${id} ${n}`, thread: id, open: !isOver, text });
}

/** Those that were over in the end. */
function over(told: Story): readonly string[] {
  const last = new Map(
    batchesOf(told)
      .flat()
      .map((message) => [message.incidentIds[0] ?? '', message]),
  );
  return [...last].flatMap(([id, { open }]) => (open ? [] : [id]));
}

/** Incidents of which nobody was told that they are over. */
function untoldEnds(told: Story, accepted: readonly { readonly text: string }[]): readonly string[] {
  const ends = accepted.flatMap(({ text }) => text.split('\n')).filter((line) => /\[RESOLVED]|[:,] over /.test(line));
  return over(told).filter((id) => !ends.some((line) => line.includes(id)));
}

const repeated = (ids: readonly string[]): number => ids.length - new Set(ids).size;

describe('whatever happens while messages are sent', () => {
  it('every incident is told, and twice only where nobody could know', async () => {
    await fc.assert(
      fc.asyncProperty(story(false), async (told) => {
        const { slack, kept, unheard } = await play(told);
        expect(kept.outbox).toEqual([]);
        for (const [i] of told.severities.entries())
          expect(slack.accepted.some(({ text }) => text.includes(`INC-${i}. is down`))).toBe(true);
        expect(untoldEnds(told, slack.accepted)).toEqual([]);
        expect(repeated(slack.accepted.map(({ deliveryId }) => deliveryId))).toBeLessThanOrEqual(unheard);
      }),
      { numRuns: 150 },
    );
  });

  it('no message arrives twice where it can be looked for', async () => {
    await fc.assert(
      fc.asyncProperty(story(true), async (told) => {
        const { slack, mail, kept } = await play(told);
        expect(kept.outbox).toEqual([]);
        expect(repeated(slack.accepted.map(({ deliveryId }) => deliveryId))).toBe(0);
        expect(repeated(mail.accepted.map(({ deliveryId }) => deliveryId))).toBe(0);
        expect(untoldEnds(told, slack.accepted)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('and no incident is told twice either, in a message of its own or in a digest', async () => {
    const quiet = story(true).map((one) => ({ ...one, news: one.news.map(() => []) }));
    await fc.assert(
      fc.asyncProperty(quiet, async (told) => {
        const { slack } = await play(told);
        for (const [i] of told.severities.entries())
          expect(slack.accepted.filter(({ text }) => text.includes(`INC-${i}. is down`))).toHaveLength(1);
      }),
      { numRuns: 150 },
    );
  });
});

it('the worst leaves first, wherever it goes and however long that takes', async () => {
  const entries = fc.array(
    fc.record({
      severity: fc.constantFrom(...SEVERITIES),
      to: fc.constantFrom('slack:#a', 'slack:#b', 'mail', 'hook'),
    }),
    { maxLength: 15 },
  );
  const latencies = fc.tuple(fc.nat(900), fc.nat(900), fc.nat(900));
  await fc.assert(
    fc.asyncProperty(entries, latencies, fc.constantFrom(0, 500, 1100), async (given, latency, paceMs) => {
      const { add, go } = flushing();
      const begun: string[] = [];
      for (const [i, name] of ['slack', 'mail', 'hook'].entries()) {
        const sink = add(name, { latencyMs: latency[i] ?? 0, paceMs });
        const { accepts } = sink;
        Object.assign(sink, {
          accepts: (message: Parameters<typeof accepts>[0]) => begun.push(message.severity) > 0,
        });
      }
      const outbox = given.map((one, i) => entryOf({ ...one, id: `${i}`, incidentIds: [`${i}`] }));
      const { desk } = await go(deskOf(outbox));
      expect(desk.outbox).toEqual([]);
      expect(begun).toEqual([...begun].sort());
    }),
    { numRuns: 100 },
  );
});
