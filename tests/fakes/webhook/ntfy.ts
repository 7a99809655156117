// ntfy, publishing as JSON. Source: docs.ntfy.sh/publish and its list of error codes.
import { z } from 'zod';
import { type HttpFake, httpFake, parsed, type Script, type Usual } from './http-fake.ts';

const Body = z.looseObject({
  topic: z.string(),
  title: z.string().optional(),
  message: z.string(),
  priority: z.int().default(3),
  tags: z.array(z.string()).default([]),
  markdown: z.boolean().optional(),
});
export type NtfyMessage = z.infer<typeof Body>;

export interface FakeNtfy extends HttpFake {
  /** For the variable that `urlFrom` names. */
  readonly url: string;
  readonly messages: readonly NtfyMessage[];
}

const MOST_BYTES = 4096;

/** `token`: the only one it lets publish; without it everybody may. */
export async function fakeNtfy(options: { readonly script?: Script; readonly token?: string } = {}): Promise<FakeNtfy> {
  const messages: NtfyMessage[] = [];
  const fake = await httpFake(options.script, ({ path, headers, body }) => {
    if (path !== '/') return refuse(404, 40401, 'page not found');
    if (options.token !== undefined && headers.authorization !== `Bearer ${options.token}`) {
      return headers.authorization === undefined ? refuse(403, 40301, 'forbidden') : refuse(401, 40101, 'unauthorized');
    }
    if (Buffer.byteLength(body) > 2 * MOST_BYTES) return refuse(413, 41303, 'JSON body too large');
    const json = parsed(body);
    if (json === null) return NOT_A_MESSAGE;
    const fault = faultOf(json);
    if (fault !== null) return fault;
    const message = Body.safeParse(json).data;
    if (message === undefined) return NOT_A_MESSAGE;
    const answer = { id: `m${messages.length + 1}`, time: 1_700_000_000, event: 'message', ...json };
    return { status: 200, body: answer, take: () => messages.push(message) };
  });
  return { ...fake, url: `${fake.origin}/`, messages };
}

function faultOf({ topic, message, priority }: Readonly<Record<string, unknown>>): Usual | null {
  if (typeof topic !== 'string' || !/^[-_A-Za-z0-9]{1,64}$/.test(topic)) return refuse(400, 40009, 'invalid topic');
  if (typeof message !== 'string') return NOT_A_MESSAGE;
  if (Buffer.byteLength(message) > MOST_BYTES) return refuse(400, 40014, 'attachments not allowed');
  if (priority !== undefined && !(Number.isInteger(priority) && Number(priority) >= 1 && Number(priority) <= 5)) {
    return refuse(400, 40007, 'invalid priority parameter');
  }
  return null;
}

function refuse(http: number, code: number, error: string): Usual {
  return { status: http, body: { code, http, error, link: 'https://ntfy.sh/docs/publish/' } };
}

const NOT_A_MESSAGE = refuse(400, 40024, 'invalid request: request body must be message JSON');
