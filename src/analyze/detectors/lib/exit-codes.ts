import { startWords } from './start-words.ts';

/** Exit codes that mean more than "the application failed". */
const CODES: Readonly<Record<number, string>> = {
  0: 'it ends with success (exit code 0) although it should run on',
  1: 'the application failed (exit code 1)',
  2: 'the application failed or was called with wrong arguments (exit code 2)',
  78: 'the application finds its configuration wrong (exit code 78)',
  126: 'its command cannot be executed (exit code 126)',
  127: 'its command was not found (exit code 127)',
  128: 'it could not be started (exit code 128)',
  255: 'the application failed without saying how (exit code 255)',
};

/** The part of a termination that says how it came. */
interface End {
  readonly exitCode: number;
  readonly signal?: number | null | undefined;
  readonly reason?: string | null | undefined;
  readonly message?: string | null | undefined;
}

interface Signal {
  readonly name: string;
  readonly words: string;
}

const SIGNALS: Readonly<Record<number, Signal>> = {
  1: { name: 'SIGHUP', words: 'it was told to hang up' },
  2: { name: 'SIGINT', words: 'it was interrupted' },
  3: { name: 'SIGQUIT', words: 'it was told to quit' },
  4: { name: 'SIGILL', words: 'it ran an instruction this processor does not know' },
  5: { name: 'SIGTRAP', words: 'it ran into a trap' },
  6: { name: 'SIGABRT', words: 'it aborted itself' },
  7: { name: 'SIGBUS', words: 'it accessed memory that is not there' },
  8: { name: 'SIGFPE', words: 'it failed in arithmetic' },
  9: { name: 'SIGKILL', words: 'it was killed from outside and not marked as out of memory' },
  11: { name: 'SIGSEGV', words: 'it crashed on a wrong memory access' },
  13: { name: 'SIGPIPE', words: 'it wrote to a closed pipe' },
  14: { name: 'SIGALRM', words: 'its own alarm went off' },
  15: { name: 'SIGTERM', words: 'it was told to stop' },
  24: { name: 'SIGXCPU', words: 'it used up its CPU time' },
  25: { name: 'SIGXFSZ', words: 'it wrote a file too large' },
  31: { name: 'SIGSYS', words: 'it made a forbidden system call' },
};

/** Who sends these from outside: the exit code can't tell which. */
const FROM_OUTSIDE: Readonly<Record<number, string>> = {
  9: ': a failed liveness probe, a node shutdown or an eviction',
  15: ': a failed liveness probe or a node shutdown',
};

const HIGHEST_SIGNAL = 64;

/** How a container ended, in words that follow a colon. */
export function exitWords(ended: End): string {
  if (ended.reason === 'ContainerStatusUnknown') return 'its node lost sight of it (ContainerStatusUnknown)';
  if (ended.reason === 'OOMKilled') return `it used more memory than it may (OOMKilled, exit code ${ended.exitCode})`;
  if (ended.reason === 'StartError' || ended.reason === 'ContainerCannotRun') return startWords(ended.message ?? '');
  const plain = CODES[ended.exitCode];
  if (plain !== undefined) return plain;
  const number = ended.signal || ended.exitCode - 128;
  if (number < 1 || number > HIGHEST_SIGNAL) return `the application failed (exit code ${ended.exitCode})`;
  const signal = SIGNALS[number] ?? { name: `signal ${number}`, words: 'it ended on a signal' };
  return `${signal.words} (${signal.name}, exit code ${ended.exitCode})${FROM_OUTSIDE[number] ?? ''}`;
}
