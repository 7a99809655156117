// A mail server on loopback, a real one, whose faults can be ordered.
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  /** By names in small letters, unfolded. */
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
}

/** A reply instead of the usual one, at that step. */
export interface SmtpFault {
  readonly at: 'connect' | 'mail' | 'rcpt' | 'data';
  readonly code: number;
  readonly text?: string;
}

export interface FakeSmtpOptions {
  /** Default: nobody has to say who they are. */
  readonly user?: string;
  readonly password?: string;
  /** Recipients it refuses with 550. */
  readonly unknown?: readonly string[];
  readonly fault?: SmtpFault;
  /** Takes the message and then says nothing any more, or is gone. */
  readonly afterData?: 'hang' | 'drop';
  /** Milliseconds until it says that it keeps a message. */
  readonly slowMs?: number;
  /** Accepts connections and never greets. */
  readonly mute?: boolean;
  /** Offers STARTTLS with a certificate that nobody signed. */
  readonly startTls?: { readonly key: string; readonly cert: string };
}

export interface FakeSmtp {
  readonly port: number;
  /** `smtp://127.0.0.1:2525` */
  readonly url: string;
  readonly mails: readonly Mail[];
  readonly stop: () => Promise<void>;
}

export async function fakeSmtp(options: FakeSmtpOptions = {}): Promise<FakeSmtp> {
  const mails: Mail[] = [];
  const { user, password, unknown = [], fault, afterData, slowMs = 0, mute, startTls } = options;
  const faultAt = (step: SmtpFault['at']) => (fault?.at === step ? reply(fault.code, fault.text) : null);
  const server = new SMTPServer({
    ...startTls,
    disabledCommands: [...(startTls === undefined ? ['STARTTLS'] : []), ...(user === undefined ? ['AUTH'] : [])],
    authOptional: user === undefined,
    allowInsecureAuth: true,
    closeTimeout: 1,
    disableReverseLookup: true,
    onConnect: (_, done) => {
      if (!mute) done(faultAt('connect'));
    },
    onAuth: (auth, _, done) => {
      const isKnown = auth.username === user && auth.password === password;
      done(isKnown ? null : reply(535, 'Authentication credentials invalid'), isKnown ? { user } : undefined);
    },
    onMailFrom: (_, __, done) => done(faultAt('mail')),
    onRcptTo: ({ address }, _, done) => {
      done(unknown.includes(address) ? reply(550, `no such user here: ${address}`) : faultAt('rcpt'));
    },
    onData: async (stream, session, done) => {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      const refused = faultAt('data');
      if (refused !== null) return done(refused);
      const { mailFrom, rcptTo } = session.envelope;
      const to = rcptTo.map(({ address }) => address);
      mails.push({
        from: mailFrom === false ? '' : mailFrom.address,
        to,
        ...read(Buffer.concat(chunks).toString('latin1')),
      });
      if (afterData === 'drop') for (const connection of server.connections) connection.close();
      else if (afterData === undefined) setTimeout(done, slowMs);
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { port, url: `smtp://127.0.0.1:${port}`, mails, stop };
}

function reply(responseCode: number, text = 'as ordered'): Error {
  return Object.assign(new Error(text), { responseCode });
}

function read(raw: string): Pick<Mail, 'headers' | 'text'> {
  const end = raw.indexOf('\r\n\r\n');
  const lines = raw
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers = new Map(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      words(line.slice(line.indexOf(':') + 1).trim()),
    ]),
  );
  const body = raw.slice(end + 4);
  const encoding = headers.get('content-transfer-encoding') ?? '7bit';
  const bytes =
    encoding === 'base64'
      ? Buffer.from(body, 'base64')
      : encoding === 'quoted-printable'
        ? unquoted(body)
        : Buffer.from(body, 'latin1');
  return { headers, text: bytes.toString('utf8').replaceAll('\r\n', '\n').trimEnd() };
}

function unquoted(text: string): Buffer {
  const bytes = text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}

/** RFC 2047, as far as a subject needs it. */
function words(header: string): string {
  return header
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_, how: string, text: string) =>
      (how.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : unquoted(text.replaceAll('_', ' '))).toString('utf8'),
    );
}
