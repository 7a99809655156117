// sendMessage of Telegram's Bot API. Source: core.telegram.org/bots/api.
import { z } from 'zod';
import { type HttpFake, httpFake, parsed, type Script, type Usual } from './http-fake.ts';
import { type Lively, livelyIn } from './lively.ts';

const Entity = z.looseObject({ type: z.string(), offset: z.int(), length: z.int() });
export type TelegramEntity = z.infer<typeof Entity>;

const Body = z.looseObject({
  chat_id: z.union([z.string(), z.number()]).optional(),
  text: z.string().optional(),
  entities: z.array(Entity).default([]),
  disable_notification: z.boolean().optional(),
});

export interface TelegramMessage extends Omit<z.infer<typeof Body>, 'chat_id' | 'text'> {
  readonly chat_id: string;
  readonly text: string;
  readonly lively: Lively;
}

export interface FakeTelegram extends HttpFake {
  readonly url: string;
  readonly chat: string;
  readonly messages: readonly TelegramMessage[];
}

const TOKEN = '123456789:AAE-fakeTokenOfNobody0123456789abcd';
const CHAT = '-1001234567890';

export async function fakeTelegram(options: { readonly script?: Script } = {}): Promise<FakeTelegram> {
  const messages: TelegramMessage[] = [];
  const fake = await httpFake(options.script, ({ path, body }) => {
    if (path !== `/bot${TOKEN}/sendMessage`) {
      return path.startsWith(`/bot${TOKEN}/`) ? refuse(404, 'Not Found') : refuse(401, 'Unauthorized');
    }
    const json = parsed(body);
    if (json === null) return refuse(400, "Bad Request: can't parse JSON object");
    const asked = Body.safeParse(json).data;
    if (asked === undefined) return refuse(400, "Bad Request: can't parse entities");
    const { chat_id: chat, text, entities } = asked;
    if (String(chat) !== CHAT) return refuse(400, 'Bad Request: chat not found');
    if (text === undefined || text.trim() === '') return refuse(400, 'Bad Request: message text is empty');
    if (text.length > 4096) return refuse(400, 'Bad Request: message is too long');
    if (entities.some(({ offset, length }) => offset < 0 || length < 1 || offset + length > text.length)) {
      return refuse(400, "Bad Request: can't parse entities");
    }
    const message = {
      ...asked,
      chat_id: String(chat),
      text,
      lively: livelyIn(outsideOf(text, entities, json)),
    };
    const answer = { ok: true, result: { message_id: messages.length + 1, chat: { id: Number(CHAT) }, text } };
    return { status: 200, body: answer, take: () => messages.push(message) };
  });
  return { ...fake, url: `${fake.origin}/bot${TOKEN}/sendMessage`, chat: CHAT, messages };
}

/** It makes names, addresses and commands of all text alive but inside of code; with a parse_mode the rest formats too. */
function outsideOf(text: string, entities: readonly TelegramEntity[], json: object): string {
  if ('parse_mode' in json) return text;
  const quiet = entities.filter(({ type }) => type === 'pre' || type === 'code');
  return [...text.split('')]
    .map((c, i) => (quiet.some((e) => i >= e.offset && i < e.offset + e.length) ? ' ' : c))
    .join('');
}

function refuse(code: number, description: string): Usual {
  return { status: code, body: { ok: false, error_code: code, description } };
}
