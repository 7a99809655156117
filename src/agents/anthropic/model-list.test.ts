import Anthropic from '@anthropic-ai/sdk';
import { expect, it, onTestFinished } from 'vitest';
import { type FakeMessagesOptions, fakeMessages } from '../../../tests/fakes/messages/fake-messages.ts';
import { systemClock } from '../../platform/clock.ts';
import { clientDefaults } from './anthropic.ts';
import { modelListing } from './model-list.ts';

const [OLD, NEW] = ['claude-haiku-4-5-20251001', 'claude-haiku-5-5'];
const signal = new AbortController().signal;

async function listing(options: Partial<FakeMessagesOptions> = {}, { anthropic = true, key = 'right' } = {}) {
  const fake = await fakeMessages({ script: () => ({ fail: 500 }), key: 'right', ...options });
  onTestFinished(() => fake.stop());
  const client = new Anthropic({ ...clientDefaults(key, 2000), baseURL: fake.url });
  return modelListing(client, anthropic, systemClock);
}

it('knows which models are there, which will be gone and which are', async () => {
  const list = await listing({ retired: [NEW], deprecated: { [OLD]: '2026-12-01T00:00:00Z' } });
  expect(await list.all(signal)).toEqual([
    { id: NEW, lifecycle: 'retired', retiresAt: new Date('2026-08-01T00:00:00Z') },
    { id: OLD, lifecycle: 'deprecated', retiresAt: new Date('2026-12-01T00:00:00Z') },
  ]);
});

it('finds a model by its other name; none is no fault', async () => {
  const list = await listing();
  expect(await list.one('claude-haiku-4-5', signal)).toMatchObject({ id: OLD, lifecycle: 'active' });
  expect(await list.one('claude-haiku-1', signal)).toBeNull();
});

it('says what is wrong with a key as an answer would', async () => {
  const list = await listing({}, { key: 'wrong' });
  await expect(list.all(signal)).rejects.toMatchObject({ fault: 'account', status: 401 });
});

it('asks an endpoint of its own for no more than it may know', async () => {
  const list = await listing({ models: ['llama3.2:latest'] }, { anthropic: false });
  expect((await list.all(signal)).map(({ id }) => id)).toContain('llama3.2:latest');
});
