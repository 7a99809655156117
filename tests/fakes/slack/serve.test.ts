import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';

const Started = z.object({ url: z.string(), control: z.string() });

it('is a process that keeps what it accepted, and can be told what to do', async () => {
  const options = { token: 't', channels: [{ id: 'C0ALERTS', name: 'alerts' }] };
  const child = spawn(process.execPath, [join(import.meta.dirname, 'serve.ts'), JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill());
  const [line] = await once(createInterface(child.stdout), 'line');
  const { url, control } = Started.parse(JSON.parse(String(line)));
  const post = async (text: string): Promise<unknown> => {
    const metadata = JSON.stringify({ event_type: 'e', event_payload: { delivery_id: text } });
    const body = new URLSearchParams({ channel: '#alerts', text, metadata });
    const response = await fetch(`${url}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: 'Bearer t' },
      body,
    });
    return response.status === 200 ? response.json() : response.status;
  };
  const tell = (path: string, body = '') => fetch(`${control}${path}`, { method: 'POST', body });
  expect(await post('one')).toMatchObject({ ok: true });
  const rule = { method: 'chat.postMessage', times: 1 };
  await tell(
    '/_script',
    JSON.stringify([
      { ...rule, reply: { error: 'is_archived' } },
      { ...rule, reply: { status: 429 } },
    ]),
  );
  expect([await post('a'), await post('b'), await post('one')]).toMatchObject([
    { error: 'is_archived' },
    429,
    { ok: true },
  ]);
  await tell('/_down');
  await expect(post('c')).rejects.toThrow();
  await tell('/_up');
  expect(await (await fetch(`${control}/_accepted`)).json()).toMatchObject({
    messages: [{ text: 'one' }, { text: 'one' }],
    deliveries: { one: 2 },
    requests: { 'chat.postMessage': 4 },
  });
  expect((await tell('/_script', '{"x":1}')).status).toBe(400);
});
