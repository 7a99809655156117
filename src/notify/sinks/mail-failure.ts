import { codeOf, messageOf } from '../../platform/errors.ts';
import { redact } from '../../platform/redact/redact.ts';
import { type Failed, failed } from './deps.ts';

export interface Mailing {
  /** For errors: `ops-mail (smtp.example.org)`. */
  readonly where: string;
  readonly urlFrom: string;
  /** The server had begun to take the message. */
  readonly inData: boolean;
}

/** nodemailer's codes for what somebody has to mend. */
const MENDS: Readonly<Record<string, string>> = {
  EAUTH: 'the server refuses user and password; look at',
  ENOAUTH: 'the server wants user and password; put them into',
  ETLS: 'TLS failed, or is not offered; use smtps://, or look at the certificate and at "insecure" beside',
  ECONFIG: 'look at',
};
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/;
const LONGEST_SAID = 200;

/** What nodemailer threw, as what it means for the message: RFC 5321, 4.2.1: 4xx may work later, 5xx won't. */
export function mailFailure(error: unknown, { where, urlFrom, inData }: Mailing): Failed {
  const code = codeOf(error);
  const reply = detail(error, 'responseCode');
  const socketCode = detail(error, 'originalCode');
  const said = redact(messageOf(error).replace(/\s+/g, ' '), LONGEST_SAID);
  // 503: the conversation went wrong, which says nothing about the message.
  if (typeof reply === 'number' && ((reply >= 400 && reply < 500) || reply === 503)) {
    return failed('transient', `${where} has no time now: ${said}`);
  }
  if (typeof reply === 'number' && reply >= 500) {
    const mend = MENDS[code] ?? 'look at "from" and "to" of the sink, and at';
    return failed('permanent', `${where} answers ${reply}: ${said}; ${mend} ${urlFrom}`);
  }
  // Nobody heard how it ended.
  if (inData)
    return failed('unknown', `${where} took the message and did not say whether it keeps it (${code || said})`);
  const mend = CERTIFICATE.test(String(socketCode)) ? MENDS['ETLS'] : MENDS[code];
  if (mend !== undefined) return failed('permanent', `${where}: ${said}; ${mend} ${urlFrom}`);
  if (code === 'EENVELOPE' || code === 'EMESSAGE') {
    return failed('permanent', `${where}: ${said}; look at "from" and "to" of the sink`);
  }
  return failed(
    'transient',
    `${where} cannot be reached (${code || said}): ${said}; look at the network, DNS and ${urlFrom}`,
  );
}

export function refusedNote(rejected: readonly string[], where: string): string {
  return `${where} refuses ${rejected.join(', ')}; the others got it: look at "to" of the sink`;
}

/** `responseCode`: what the server answered. `originalCode`: the socket's own, where nodemailer says ESOCKET. */
function detail(error: unknown, name: 'responseCode' | 'originalCode'): unknown {
  return error instanceof Error ? Object.entries(error).find(([key]) => key === name)?.[1] : undefined;
}
