// An incoming webhook of Mattermost. Source: docs.mattermost.com, "Incoming webhooks".
import { type HttpFake, httpFake, parsed, type Script } from './http-fake.ts';
import { type Lively, livelyIn, outsideOfCode } from './lively.ts';

export interface FakeMattermost extends HttpFake {
  readonly url: string;
  readonly messages: readonly { readonly text: string; readonly lively: Lively }[];
}

const HOOK = 'xi3k9fakehook7x8y9z0abcdef';
const LONGEST = 16_383;

export async function fakeMattermost(options: { readonly script?: Script } = {}): Promise<FakeMattermost> {
  const messages: { text: string; lively: Lively }[] = [];
  const fake = await httpFake(options.script, ({ path, body }) => {
    const refuse = (status: number, message: string) => ({
      status,
      body: { id: 'web.incoming_webhook.error', message, detailed_error: '', status_code: status },
    });
    if (path !== `/hooks/${HOOK}`) return refuse(400, 'Invalid webhook');
    const json = parsed(body);
    if (json === null) return refuse(400, 'Unable to parse incoming data');
    const { text } = json;
    if (typeof text !== 'string' || text === '') return refuse(400, 'No text specified');
    if (text.length > LONGEST) return refuse(400, 'Maximum text length is 16383 characters');
    const lively = livelyIn(outsideOfCode(slackWords(text)));
    return { status: 200, body: 'ok', take: () => messages.push({ text, lively }) };
  });
  return { ...fake, url: `${fake.origin}/hooks/${HOOK}`, messages };
}

/** It knows Slack's calls and links too, and turns them into its own before it reads the markdown. */
function slackWords(text: string): string {
  return text.replace(/<!(channel|here|all)>/g, '@$1').replace(/<(https?:\/\/[^|>]+)\|([^>]+)>/g, '[$2]($1)');
}
