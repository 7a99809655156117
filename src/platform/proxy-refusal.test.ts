import { expect, it } from 'vitest';
import { proxyRefusal } from './proxy-refusal.ts';

const REFUSES = 'the proxy on the way refuses (407); look at HTTP_PROXY, HTTPS_PROXY and NO_PROXY';

it('finds what a proxy said below what fetch says', () => {
  const proxy = new Error('Proxy response (407) !== 200 when HTTP Tunneling');
  const cancelled = new Error('Request was cancelled.', { cause: proxy });
  expect(proxyRefusal(new TypeError('fetch failed', { cause: cancelled }))).toBe(REFUSES);
});

it('finds it in what an agent of Node says, and keeps the address to itself', () => {
  const said =
    'Failed to establish tunnel to a.example:443 via http://u:pw@proxy:3128: HTTP/1.1 407 Proxy Authentication Required';
  expect(proxyRefusal(Object.assign(new Error(said), { code: 'ERR_PROXY_TUNNEL' }))).toBe(REFUSES);
});

it('sees no proxy in anything else, however deep', () => {
  const endless = new Error('fetch failed');
  endless.cause = endless;
  for (const other of [endless, new Error('HTTP/1.1 407'), null, 'Proxy response (407)'])
    expect(proxyRefusal(other)).toBeNull();
});
