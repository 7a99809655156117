import { describe, expect, it } from 'vitest';
import { SINK_KINDS } from '../domain/sink-settings.ts';
import { SINK_SCHEMAS } from './sink-settings.ts';

const problems = (kind: keyof typeof SINK_SCHEMAS, value: object) =>
  SINK_SCHEMAS[kind]
    .safeParse({ type: kind, name: 'ops', ...value })
    .error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`);

describe('the settings of a sink', () => {
  it('know every kind', () => expect(Object.keys(SINK_SCHEMAS)).toEqual([...SINK_KINDS]));

  it('have defaults', () => {
    expect(SINK_SCHEMAS.webhook.parse({ type: 'webhook', name: 'ops', urlFrom: 'URL' })).toMatchObject({
      template: 'generic',
      body: null,
      values: {},
      insecure: false,
    });
    const values = { chat_id: -1001234567890 };
    expect(SINK_SCHEMAS.webhook.parse({ type: 'webhook', name: 'ops', urlFrom: 'URL', values }).values).toEqual({
      chat_id: '-1001234567890',
    });
    expect(SINK_SCHEMAS.email.parse({ type: 'email', name: 'm', urlFrom: 'U', from: 'a@b.c', to: 'd@e.f' }).to).toEqual(
      ['d@e.f'],
    );
    expect(SINK_SCHEMAS.pagerduty.parse({ type: 'pagerduty', name: 'p', keyFrom: 'K' }).baseUrl).toBe(
      'https://events.pagerduty.com',
    );
  });

  it.each([
    ['webhook', { urlFrom: 'https://discord.com/api/webhooks/1/s3cret' }],
    ['webhook', { urlFrom: 'URL', tokenFrom: 'tk_s3cret' }],
    ['webhook', { urlFrom: 'URL', valuesFrom: { topic: 's3cret' } }],
    ['pagerduty', { keyFrom: 'e93facc04764012d7bfb002500d5d1a6' }],
    ['pagerduty', { keyFrom: 'R0UT1NGKEYOFNOBODY0123456789ABCD' }],
    ['email', { urlFrom: 'smtp://me:s3cret@host', from: 'a@b.c', to: 'd@e.f' }],
  ] as const)('never hold or show a secret: %s %j', (kind, value) => {
    const found = problems(kind, value) ?? [];
    expect(found).toEqual([expect.stringContaining('wants the name of an environment variable')]);
    expect(found.join()).not.toMatch(/s3cret|e93f|R0UT/);
  });

  it.each([
    ['webhook', { urlFrom: 'U', url: 'x' }, 'Unrecognized key: "url"'],
    ['webhook', { urlFrom: 'U', template: 'teams' }, 'template wants generic or ntfy'],
    ['webhook', { urlFrom: 'U', values: { 'a-b': 'x' } }, 'values.a-b'],
    [
      'email',
      { urlFrom: 'U', from: 'me', to: 'd@e.f' },
      'from wants an e-mail address such as ops@example.org; found "me"',
    ],
    ['email', { urlFrom: 'U', from: 'a@b.c', to: 'x\r\nBcc: y@z.a' }, 'to.0 wants an e-mail address'],
    ['email', { urlFrom: 'U', from: 'a@b.c', to: [] }, 'to '],
    ['pagerduty', { keyFrom: 'K', baseUrl: 'events' }, 'baseUrl wants an address'],
  ] as const)('say what they want: %s %j', (kind, value, wanted) => {
    expect(problems(kind, value)?.join('\n')).toContain(wanted);
  });
});
