import { WebClient } from '@slack/web-api';
import { expect, it } from 'vitest';
import { connect, TOKEN } from '../../tests/fakes/slack/connect.ts';
import { slackIdentity } from './slack-identity.ts';
import { slackOptions } from './slack-options.ts';

async function identityOf(options: Parameters<typeof connect>[0], token = TOKEN) {
  const { slack, signal } = await connect(options);
  return slackIdentity(new WebClient(token, slackOptions({ apiUrl: slack.url, timeoutMs: 6000 })), signal);
}

it('tells whose token it is, and what it may', async () => {
  expect(await identityOf({ scopes: ['chat:write', 'channels:read'] })).toEqual({
    team: 'Fake',
    user: 'k8s-monitor',
    scopes: ['chat:write', 'channels:read'],
  });
  expect(await identityOf({ scopes: [] })).toMatchObject({ scopes: [] });
});

it('a proxy that swallows the header leaves the scopes unknown', async () => {
  const script = () => ({ status: 200, body: '{"ok":true,"team":"T","user":"u"}' });
  expect(await identityOf({ script })).toEqual({ team: 'T', user: 'u', scopes: null });
});

it('a token that Slack does not know is told as every other refusal', async () => {
  await expect(identityOf({}, 'another')).rejects.toMatchObject({ code: 'invalid_auth', kind: 'permanent' });
});
