import { parse } from 'dotenv';
import { describe, expect, it } from 'vitest';
import type { Asker } from '../ask.ts';
import { answersOf, envText } from './init-answers.ts';

/** The `.env` after a terminal where Enter was pressed, but for what the flags say. */
async function entered(env: string, flags: { repository?: string } = {}): Promise<string> {
  const enter: Asker = { ask: async (_question, usual) => usual, confirm: async () => true, close: () => {} };
  const known = { env, repository: 'me/likely', zone: 'UTC' };
  return envText(await answersOf(flags, known, enter), known, undefined);
}

const REST = 'SLACK_CHANNEL=odd channel\nBUSINESS_TZ=Mars\n';

describe('the repository of an .env that is there', () => {
  it.each([
    'GIT_REPOSITORY=../homelab\n',
    'GIT_REPOSITORY=https://github.com/me/homelab\n',
    'GIT_REPOSITORY=../homelab\nGITHUB_REPOSITORY=me/homelab\n',
    'GIT_REPOSITORY=\nGITHUB_REPOSITORY=me/homelab\n',
  ])('stays as it is written when Enter is pressed: %j', async (env) => {
    expect(await entered(`${env}${REST}`)).toBe(`${env}${REST}`);
  });

  it.each([
    ['GIT_REPOSITORY=../homelab\n', 'me/new', 'GITHUB_REPOSITORY'],
    ['GIT_REPOSITORY=../homelab\nGITHUB_REPOSITORY=me/new\n', 'me/new', 'GITHUB_REPOSITORY'],
    ['GITHUB_REPOSITORY=me/homelab\n', 'https://git.example.com/me/new', 'GIT_REPOSITORY'],
  ])('of the other kind goes behind a #: %j', async (env, repository, name) => {
    const text = await entered(`${env}${REST}`, { repository });
    expect(parse(text)).toEqual({ ...parse(REST), [name]: repository });
    expect(text.split('\n')[0]).toBe(`#${env.split('\n')[0]}`);
  });

  it('of the same kind is replaced, and the other one stays for its tools', async () => {
    const repository = 'git@git.example.com:me/new';
    const text = await entered(`GIT_REPOSITORY=../old\nGITHUB_REPOSITORY=me/homelab\n${REST}`, { repository });
    expect(parse(text)).toMatchObject({ GIT_REPOSITORY: repository, GITHUB_REPOSITORY: 'me/homelab' });
  });
});
