// A webhook of Discord. Source: discord.com/developers, "Execute Webhook", "Embed Limits" and "Rate Limits".
import { z } from 'zod';
import { type HttpFake, httpFake, parsed, type Script, type Usual } from './http-fake.ts';
import { type Lively, livelyIn, outsideOfCode } from './lively.ts';

const Embed = z.looseObject({
  title: z.string().optional(),
  description: z.string().optional(),
  color: z.int().optional(),
});
export type DiscordEmbed = z.infer<typeof Embed>;

const Body = z.looseObject({
  content: z.string().default(''),
  embeds: z.array(Embed).default([]),
  allowed_mentions: z.looseObject({ parse: z.array(z.string()).optional() }).optional(),
});

export interface DiscordMessage extends z.infer<typeof Body> {
  /** What people see that does something. */
  readonly lively: Lively;
}

export interface FakeDiscord extends HttpFake {
  readonly url: string;
  readonly messages: readonly DiscordMessage[];
}

const ID = '1234567890';
const TOKEN = 'Disc0rdT0ken-abc_DEF';

/** `perMinute`: more than that are a 429. */
export async function fakeDiscord(
  options: { readonly script?: Script; readonly most?: number } = {},
): Promise<FakeDiscord> {
  const messages: DiscordMessage[] = [];
  const fake = await httpFake(options.script, ({ path, headers, body }) => {
    const [, id, token] = /^\/api\/(?:v10\/)?webhooks\/(\d+)\/([\w-]+)$/.exec(path) ?? [];
    if (id !== ID) return { status: 404, body: { message: 'Unknown Webhook', code: 10015 } };
    if (token !== TOKEN) return { status: 401, body: { message: 'Invalid Webhook Token', code: 50027 } };
    if (headers['content-type'] !== 'application/json') return invalid({ _errors: ['Expected "Content-Type"'] });
    if (messages.length >= (options.most ?? Number.POSITIVE_INFINITY)) return LIMITED;
    const json = parsed(body);
    if (json === null)
      return { status: 400, body: { message: 'The request body contains invalid JSON.', code: 50109 } };
    const message = Body.safeParse(json).data;
    if (message === undefined) return invalid({ _errors: [{ code: 'MODEL_TYPE_CONVERT' }] });
    const { content, embeds } = message;
    if (content === '' && embeds.length === 0)
      return { status: 400, body: { message: 'Cannot send an empty message', code: 50006 } };
    const fault = faultOf(content, embeds);
    if (fault !== null) return invalid({ [fault]: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH' }] } });
    const shown = [content, ...embeds.flatMap(({ title = '', description = '' }) => [title, description])];
    const lively = livelyIn(outsideOfCode(shown.join('\n')));
    return { status: 204, body: null, take: () => messages.push({ ...message, lively }) };
  });
  return { ...fake, url: `${fake.origin}/api/webhooks/${ID}/${TOKEN}`, messages };
}

const LIMITED: Usual = {
  status: 429,
  body: { message: 'You are being rate limited.', retry_after: 0.75, global: false },
  headers: { 'retry-after': '1' },
};

function faultOf(content: string, embeds: readonly DiscordEmbed[]): string | null {
  if (content.length > 2000) return 'content';
  if (embeds.length > 10) return 'embeds';
  const tooLong = embeds.some(({ title = '', description = '' }) => title.length > 256 || description.length > 4096);
  const empty = embeds.some(({ title = '', description = '' }) => title === '' && description === '');
  const all = embeds.reduce((sum, { title = '', description = '' }) => sum + title.length + description.length, 0);
  return tooLong || empty || all > 6000 ? 'embeds' : null;
}

function invalid(errors: object): Usual {
  return { status: 400, body: { message: 'Invalid Form Body', code: 50035, errors } };
}
