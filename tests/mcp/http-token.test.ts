// How often somebody may guess the token of a server.
import { expect, it } from 'vitest';
import { tokenCheck } from '../../src/mcp/http-token.ts';
import { systemClock } from '../../src/platform/clock.ts';

const TOKEN = 'a-token-for-tests-only';

function checking() {
  let now = 0;
  const check = tokenCheck(TOKEN, { ...systemClock, monotonic: () => now });
  const ask = (token: string, address = '10.0.0.1'): number =>
    check({ authorization: `Bearer ${token}` }, address)?.status ?? 200;
  const guess = (times: number, address?: string): Set<number> =>
    new Set(Array.from({ length: times }, (_, at) => ask(`wrong-${at}`, address)));
  return { check, ask, guess, wait: (ms: number) => (now += ms) };
}

it('twenty times a minute, each address for itself', () => {
  const { ask, guess, wait } = checking();
  expect(guess(19)).toEqual(new Set([401]));
  expect(ask(TOKEN)).toBe(200);
  expect(ask('wrong')).toBe(401);
  wait(59_000);
  expect([ask('wrong'), ask(TOKEN), ask(TOKEN, '10.0.0.2')]).toEqual([429, 429, 200]);
  wait(1_000);
  expect([ask(TOKEN), ask('wrong')]).toEqual([200, 401]);
});

it('says how long it will not listen', () => {
  const { check, guess, wait } = checking();
  guess(20);
  wait(15_500);
  expect(check({}, '10.0.0.1')).toMatchObject({ status: 429, headers: { 'Retry-After': '45' } });
});

it('remembers no more addresses than there is room for', () => {
  const { ask, guess } = checking();
  guess(20, 'first');
  for (let at = 0; at < 1000; at += 1) guess(1, `other-${at}`);
  expect(ask(TOKEN, 'first')).toBe(200);
});
