import { ReadError } from '../../platform/errors.ts';
import { redact } from '../../platform/redact/redact.ts';
import type { GitAddress } from './address.ts';

/** What git says on stderr, in the words of git 2.2x to 2.5x with LC_ALL=C, and what it means. The first that matches wins. */
const MEANINGS = [
  { kind: 'full', says: /No space left on device|Disk quota exceeded/i },
  { kind: 'denied', says: /error: 403|HTTP 403|access denied|not allowed to (?:download|access)/i },
  {
    kind: 'login',
    says: /error: 401|Authentication failed|could not read (?:Username|Password)|Permission denied \(|terminal prompts disabled/i,
  },
  { kind: 'moved', says: /error: 30\d|redirect/i },
  {
    kind: 'gone',
    says: /error: 404|HTTP 404|repository not found|does not appear to be a git repository|not find the project/i,
  },
  { kind: 'host-key', says: /Host key verification failed|REMOTE HOST IDENTIFICATION/i },
  { kind: 'dns', says: /Could not resolve host|Name or service not known|Temporary failure in name resolution/i },
  { kind: 'tls', says: /SSL|certificate|TLS/i },
  { kind: 'timeout', says: /timed out|Operation too slow/i },
  {
    kind: 'network',
    says: /Failed to connect|Connection (?:refused|reset|closed)|No route to host|unreachable|Empty reply|Could not read from remote|early EOF|hung up|RPC failed|error: 5\d\d/i,
  },
  { kind: 'no-ssh', says: /cannot run ssh/i },
  { kind: 'not-fetched', says: /transport '\w+' not allowed|promisor remote|could not fetch [0-9a-f]{40}/i },
  {
    kind: 'corrupt',
    says: /bad object|corrupt|missing (?:blob|tree|commit)|unable to read|not a (?:git repository|valid object|tree object)|inflate|bad (?:tree|signature|revision|index)|invalid object|pack.*(?:mismatch|bad)|unable to parse|shallow file|cannot lock ref/i,
  },
] as const;

type GitTrouble = (typeof MEANINGS)[number]['kind'] | 'other';

function troubleIn(stderr: string): GitTrouble {
  // Names of repositories and files are somebody else's words.
  const words = stderr.replace(/ ?'[^'\n]*'/g, '');
  return MEANINGS.find(({ says }) => says.test(words))?.kind ?? 'other';
}

interface Asked {
  readonly address: GitAddress;
  readonly hasToken: boolean;
  /** Folder that git writes to. */
  readonly folder: string;
}

/** What git said as a ReadError whose message says what to do. */
export function gitError(stderr: string, asked: Asked): ReadError {
  const { address, folder } = asked;
  const said = lastWords(stderr);
  const at = address.shown;
  switch (troubleIn(stderr)) {
    case 'full':
      return new ReadError('error', `the disk of ${folder} is full: the changes of ${at} could not be fetched`);
    case 'denied':
      return new ReadError('forbidden', `${at} does not let us read it (403): ${accessMend(asked)}`, { status: 403 });
    case 'login':
      return new ReadError('unauthorized', `${at} wants to know who asks: ${accessMend(asked)}`, { status: 401 });
    case 'moved':
      return new ReadError('error', `${at} has moved: set GIT_REPOSITORY to the address it has now`, { status: 301 });
    case 'gone':
      return new ReadError(
        'error',
        `there is no repository at ${at}, or it is private: compare GIT_REPOSITORY; ${accessMend(asked)}`,
        {
          status: 404,
        },
      );
    case 'host-key':
      return new ReadError(
        'unreachable',
        `the host of ${at} is not in known_hosts, or its key has changed: add the right one`,
      );
    case 'dns':
      return new ReadError('unreachable', `${at}: DNS has no address for its host`, { transient: true });
    case 'tls':
      return new ReadError('unreachable', `${at}: TLS: ${said}; for a CA of your own set GIT_SSL_CAINFO`);
    case 'timeout':
      return new ReadError('timeout', `${at} did not answer in time`, { transient: true });
    case 'network':
      return new ReadError('unreachable', `${at} did not answer: ${said}`, { transient: true });
    case 'no-ssh':
      return new ReadError('error', `there is no ssh in PATH, which ${at} needs; install it, or give an https address`);
    case 'not-fetched':
      return new ReadError(
        'error',
        `${at} lacks what the change needs (a clone without contents): give it a full clone, or the address`,
      );
    case 'corrupt':
      return new ReadError(
        'invalid',
        `${at}: ${address.kind === 'local' ? 'the clone' : folder} can't be read: ${said}`,
      );
    case 'other':
      return new ReadError('error', `${at}: git: ${said}`);
  }
}

function accessMend({ address, hasToken }: Asked): string {
  if (address.kind === 'ssh') return 'the key needs the right to read it';
  return hasToken
    ? 'GIT_TOKEN is wrong, expired, or lacks the right to read it'
    : 'set GIT_TOKEN to a token that may read it';
}

/** The line that says most, without what somebody else may have put there. */
function lastWords(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const line =
    lines.findLast((one) => /^(?:fatal|error|ssh)/.test(one)) ?? lines.at(-1) ?? 'it failed and said nothing';
  return redact(line.replace(/^(?:fatal|error): /, ''), 200);
}
