// A run of the monitor that a test can signal while it works.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Report } from '../../../src/domain/report.ts';
import { scratch } from '../../support/cli.ts';

const CLI = join(import.meta.dirname, '../../../bin/k8s-monitor');

export interface Over {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** From the last signal that the test sent, or else from the start. Milliseconds. */
  readonly ms: number;
}

/** The report on standard output; throws with everything that was said when there is none. */
export function reportOf({ code, signal, stdout, stderr }: Over): Report {
  const line = stdout.slice(stdout.lastIndexOf('\n{') + 1);
  const parsed = Report.safeParse(JSON.parse(line === '' ? 'null' : line));
  if (parsed.success) return parsed.data;
  throw new Error(`exit ${code ?? signal}, and no report: ${parsed.error.message}\n${stdout.slice(0, 400)}\n${stderr}`);
}

/** Another run was at work: that is all it said. */
export function isSkipped(stdout: string): boolean {
  return stdout.startsWith('{"schemaVersion":1,"skipped":"');
}

export interface Started {
  readonly child: ChildProcess;
  readonly signal: (name: NodeJS.Signals) => void;
  readonly over: Promise<Over>;
}

/** `k8s-monitor run --once` with this environment; `before`: a program that starts it, such as `unshare`. It ends with the test. */
export function started(
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  before: readonly string[] = [],
): Started {
  const home = scratch();
  const model = 'ANTHROPIC_API_KEY' in env ? [] : ['--no-model'];
  const [program = CLI, ...rest] = [...before, CLI, 'run', '--once', '--output', 'json', ...model, ...args];
  const { PATH = '' } = process.env;
  const child = spawn(program, rest, {
    cwd: home,
    env: { PATH, HOME: home, TMPDIR: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let since = performance.now();
  const heard = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    heard.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    heard.stderr += text;
  });
  const over = new Promise<Over>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...heard, ms: performance.now() - since }));
  });
  onTestFinished(async () => {
    // Also one that stands still.
    child.kill('SIGKILL');
    await over.catch(() => {});
  });
  return {
    child,
    signal: (name) => {
      since = performance.now();
      child.kill(name);
    },
    over,
  };
}
