// ntfy, publishing as JSON. Source: docs.ntfy.sh/publish and its list of error codes.
import { type HttpFake, httpFake, parsed, type Script, type Usual } from './http-fake.ts';

export interface NtfyMessage {
  readonly topic: string;
  readonly title?: string;
  readonly message: string;
  readonly priority: number;
  readonly tags: readonly string[];
  readonly markdown?: boolean;
}

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
    if (json === null) return refuse(400, 40024, 'invalid request: request body must be message JSON');
    const fault = faultOf(json);
    if (fault !== null) return fault;
    const message = { priority: 3, tags: [], ...json } as unknown as NtfyMessage;
    const answer = { id: `m${messages.length + 1}`, time: 1_700_000_000, event: 'message', ...json };
    return { status: 200, body: answer, take: () => messages.push(message) };
  });
  return { ...fake, url: `${fake.origin}/`, messages };
}

function faultOf({ topic, message, title, priority, tags }: Readonly<Record<string, unknown>>): Usual | null {
  if (typeof topic !== 'string' || !/^[-_A-Za-z0-9]{1,64}$/.test(topic)) return refuse(400, 40009, 'invalid topic');
  if (typeof message !== 'string' || (title !== undefined && typeof title !== 'string')) {
    return refuse(400, 40024, 'invalid request: request body must be message JSON');
  }
  if (Buffer.byteLength(message) > MOST_BYTES) return refuse(400, 40014, 'attachments not allowed');
  if (priority !== undefined && !(Number.isInteger(priority) && Number(priority) >= 1 && Number(priority) <= 5)) {
    return refuse(400, 40007, 'invalid priority parameter');
  }
  const areTags = Array.isArray(tags) && tags.every((tag) => typeof tag === 'string');
  return tags === undefined || areTags
    ? null
    : refuse(400, 40024, 'invalid request: request body must be message JSON');
}

function refuse(http: number, code: number, error: string): Usual {
  return { status: http, body: { code, http, error, link: 'https://ntfy.sh/docs/publish/' } };
}
