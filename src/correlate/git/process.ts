import { type ChildProcess, spawn } from 'node:child_process';
import { codeOf, ReadError } from '../../platform/errors.ts';

export interface GitRun {
  readonly code: number;
  readonly stdout: Buffer;
  /** The end of it, as git says it. */
  readonly stderr: string;
  /** True: it had more to say than was wanted, and was stopped. */
  readonly stopped: boolean;
}

export interface GitCall {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly signal: AbortSignal;
  /** Of its output; more stops it. */
  readonly mostBytes: number;
  /** Takes the output as it comes, instead of `stdout`; false stops it. */
  readonly take?: (chunk: Buffer) => boolean;
}

const MOST_STDERR = 16_384;
/** From the friendly signal to the other one. Milliseconds. */
const GRACE = 1_000;

/**
 * One run of git, without a shell, in a process group of its own that ends with the signal. Rejects with the signal's reason as soon as
 * it fires, or with a ReadError when there is no git; `ended` is called when the last process is gone.
 */
export function runGit(call: GitCall, ended: () => void = () => {}): Promise<GitRun> {
  const { signal, take, mostBytes } = call;
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      ended();
      reject(signal.reason);
      return;
    }
    const child = spawn('git', call.args, {
      cwd: call.cwd,
      env: call.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    let [bytes, stderr, stopped] = [0, '', false];
    const stop = () => {
      stopped = true;
      child.stdout.destroy();
      kill(child);
    };
    const abort = () => {
      stop();
      reject(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true });
    child.stdout.on('data', (chunk: Buffer) => {
      if (stopped) return;
      const room = mostBytes - bytes;
      bytes += chunk.length;
      const part = chunk.length > room ? chunk.subarray(0, room) : chunk;
      const goesOn = take === undefined ? chunks.push(part) > 0 : take(part);
      if (!goesOn || bytes > mostBytes) stop();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString('utf8')).slice(-MOST_STDERR);
    });
    child.on('error', (error) => {
      signal.removeEventListener('abort', abort);
      ended();
      reject(noGit(error));
    });
    child.on('close', (code) => {
      signal.removeEventListener('abort', abort);
      ended();
      resolve({ code: code ?? 1, stdout: Buffer.concat(chunks), stderr, stopped });
    });
  });
}

/** Asked first, so that git can take its lock files away; what does not listen is ended. */
function kill(child: ChildProcess): void {
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE);
  timer.unref();
  child.once('close', () => clearTimeout(timer));
}

function signalGroup({ pid }: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It is gone already.
  }
}

function noGit(error: Error): ReadError {
  const why =
    codeOf(error) === 'ENOENT'
      ? 'there is no git in PATH; install git (of our image take the tag that ends in -git), or unset GIT_REPOSITORY'
      : `git could not be started: ${error.message}`;
  return new ReadError('error', why, { cause: error });
}
