// A webhook or a mail server that takes messages and doesn't answer in time: nobody can look there, so nothing is repeated without end.
import { expect, it } from 'vitest';
import { flushing, outcomes } from '../../tests/support/flushing.ts';
import { deskOf, entryOf, minutes } from '../../tests/support/outbox.ts';
import { refusal, trouble } from '../../tests/support/scripted-sink.ts';
import type { Desk } from './arrived.ts';
import { digestOverdue } from './outbox.ts';

const SILENT = { blind: true, looks: false, threads: false, answer: () => 'arrived' as const };
const one = entryOf({ id: 'one', to: 'hook' });
const again = (desk: Desk): Desk => ({ ...desk, outbox: digestOverdue(desk.outbox, minutes(60), 'UTC') });

it('sends once, once more in a later flush, and then never again', async () => {
  const { add, go } = flushing();
  const hook = add('hook', SILENT);
  const first = await go(deskOf([one]));
  expect(first.desk.outbox).toMatchObject([{ attempts: 1, unsure: true, unheard: 1 }]);
  const second = await go(again(first.desk));
  expect(second.desk.outbox).toEqual([]);
  expect(outcomes(second)).toEqual([
    'one failed hook: nobody answered; sent twice without an answer, and not once more',
  ]);
  expect(hook.tried.map(({ deliveryId }) => deliveryId)).toEqual(['one', 'one']);
});

it('a replay and the rest of its cycle are one try', async () => {
  const { add, go } = flushing();
  const hook = add('hook', SILENT);
  const { desk } = await go(deskOf([one]));
  const rest = await go(desk, { unheard: new Set(['one']) });
  expect(hook.tried).toHaveLength(1);
  expect(outcomes(rest)).toEqual(['one queued hook: sent in this cycle: nobody answered']);
});

it('is tried again at once where it never left, or where it can be looked for', async () => {
  const { add, go } = flushing();
  const hook = add('hook', { ...SILENT, answer: () => (hook.tried.length < 3 ? trouble('refused') : undefined) });
  const slack = add('slack', { answer: () => (slack.tried.length === 1 ? 'arrived' : undefined) });
  const { desk } = await go(deskOf([one, entryOf({ id: 'two', incidentIds: ['INC-2'] })]));
  expect([desk.outbox, hook.tried.length, slack.tried.length]).toEqual([[], 3, 2]);
});

it('after the second time another destination is told, and that is owed until one has it', async () => {
  const { add, go } = flushing({ fallbackOf: () => ['mail'] });
  const hook = add('hook', SILENT);
  const mail = add('mail', { answer: () => (mail.tried.length <= 3 ? trouble('refused') : undefined) });
  const first = await go(deskOf([one]));
  expect(mail.tried).toEqual([]);
  const second = await go(first.desk);
  expect(second.desk.outbox).toMatchObject([{ id: 'one', unheard: 2, copies: [] }]);
  const third = await go(second.desk);
  expect([hook.tried.length, third.desk.outbox]).toEqual([2, []]);
  expect(mail.accepted.map(({ text }) => text.split('\n')[0])).toEqual([
    '[SEV-2] INC-1 is down (instead of hook: nobody answered; sent twice without an answer, and not once more)',
  ]);
});

it('a copy is not repeated either', async () => {
  const { add, go } = flushing({ fallbackOf: () => ['hook', 'mail'] });
  add('slack', { answer: () => refusal('is_archived') });
  const [hook, mail] = [add('hook', SILENT), add('mail')];
  let desk = deskOf([entryOf({ id: 'one' })]);
  for (let n = 0; n < 3; n += 1) desk = (await go(desk)).desk;
  expect([hook.tried.length, mail.accepted.length]).toEqual([1, 1]);
  expect(desk.outbox).toMatchObject([{ refused: true, copies: ['hook', 'mail'] }]);
});

it('many that may have arrived are not told again as a digest', async () => {
  const { add, go } = flushing();
  const hook = add('hook', SILENT);
  const ids = ['a', 'b', 'c', 'd', 'e'];
  let desk = deskOf(ids.map((id) => entryOf({ id, to: 'hook', incidentIds: [id] })));
  for (let n = 0; n < 12; n += 1) desk = (await go(again(desk))).desk;
  expect(desk.outbox).toEqual([]);
  const told = ids.map((id) => hook.tried.filter(({ incidentIds }) => incidentIds.includes(id)).length);
  expect(told).toEqual([2, 2, 2, 2, 2]);
});

it('a sink that is known to be slow gets its own time', async () => {
  const slow = { latencyMs: 50_000, blind: true };
  const patient = flushing();
  patient.add('hook', { ...slow, patienceMs: 67_000 });
  expect((await patient.go(deskOf([one]))).desk.outbox).toEqual([]);
  const usual = flushing();
  usual.add('hook', slow);
  expect((await usual.go(deskOf([one]))).desk.outbox).toMatchObject([{ lastError: expect.stringContaining('20 s') }]);
});
