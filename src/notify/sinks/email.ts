import type { EmailSettings } from '../../domain/sink-settings.ts';
import type { Sink } from '../sink.ts';
import { timeLeft } from '../time-left.ts';
import { checkedAddress, isPrivateHost } from './address.ts';
import { type SinkDeps, sendOnly } from './deps.ts';
import { mailOf } from './mail.ts';
import { mailFailure, refusedNote } from './mail-failure.ts';
import type { OwnSecrets } from './secrets.ts';

/** Plain text through an SMTP server. Throws a ConfigError for an address that is none. */
export function emailSink(settings: EmailSettings, { read }: OwnSecrets, deps: SinkDeps): Sink {
  const { name, urlFrom, insecure } = settings;
  const schemes = ['smtp:', 'smtps:'] as const;
  const url = checkedAddress(read(urlFrom), { where: `${name}: ${urlFrom}`, schemes, insecure: true });
  const transport = transportOf(url, insecure, deps);
  const patienceMs = deps.timeoutMs + deps.handedOverMs;
  const where = `${name} (${url.hostname})`;
  return sendOnly({
    name,
    patienceMs,
    send: async (message, parent) => {
      // Loaded when there is something to send: it takes its time.
      const { createTransport } = await import('nodemailer');
      let inData = false;
      // nodemailer's own deadlines are those of silence. A server that has the message may take its time to store it.
      const beginning = timeLeft(deps.clock, deps.timeoutMs, null);
      const whole = timeLeft(deps.clock, patienceMs, null);
      const signal = AbortSignal.any([parent, beginning.over, whole.over]);
      const logger = listening(() => {
        inData = true;
        beginning.end();
      });
      const mailer = createTransport({ ...transport, transactionLog: true, logger });
      try {
        const { rejected } = await mailer.sendMail({ ...mailOf(message, settings, deps.cluster()), signal });
        return { status: 'sent', ref: null, ...(rejected.length === 0 ? {} : { note: refusedNote(rejected, where) }) };
      } catch (error) {
        return mailFailure(error, { where, urlFrom, inData });
      } finally {
        beginning.end();
        whole.end();
        mailer.close();
      }
    },
  });
}

function transportOf(url: URL, insecure: boolean, { timeoutMs, handedOverMs }: SinkDeps) {
  const { hostname, port, username, password } = url;
  const secure = url.protocol === 'smtps:';
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    // STARTTLS is used wherever it is offered; out of the private network it has to be.
    requireTLS: !secure && !insecure && !isPrivateHost(hostname),
    tls: { rejectUnauthorized: !insecure },
    ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: handedOverMs,
    dnsTimeout: timeoutMs,
    socketCloseTimeout: 0,
  };
}

/** The server answers 354 when it takes the message: from then on a broken connection says nothing about it. */
function listening(onData: () => void) {
  const nothing = (): void => {};
  const debug = (entry: unknown, text: unknown): void => {
    const fromServer = typeof entry === 'object' && entry !== null && 'tnx' in entry && entry.tnx === 'server';
    if (fromServer && typeof text === 'string' && text.startsWith('354')) onData();
  };
  return { trace: nothing, debug, info: nothing, warn: nothing, error: nothing, fatal: nothing };
}
