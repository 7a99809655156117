// The built program as a process that may be killed at any moment. For programs as well as tests: nothing of vitest is in here.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const PROGRAM = join(import.meta.dirname, '..', '..', '..', 'bin', 'k8s-monitor');
/** No run of these takes so long, whatever else the machine does. */
const PATIENCE_MS = 60_000;

export interface Gone {
  /** Null: it was killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

export interface Started {
  /** SIGKILL, now. Nothing when it is gone already. */
  readonly kill: () => void;
  readonly gone: Promise<Gone>;
}

/** `home`: where it runs, and keeps its compiled code between two starts. */
export function startMonitor(args: readonly string[], env: Readonly<Record<string, string>>, home: string): Started {
  const began = performance.now();
  const child = spawn(PROGRAM, args, {
    cwd: home,
    env: { PATH: process.env['PATH'] ?? '', HOME: home, TMPDIR: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  const gone = new Promise<Gone>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`k8s-monitor did not end within ${PATIENCE_MS / 1000} s: ${Buffer.concat(errors)}`));
    }, PATIENCE_MS);
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      const [stdout, stderr] = [out, errors].map((chunks) => Buffer.concat(chunks).toString());
      resolve({ code, stdout: stdout ?? '', stderr: stderr ?? '', ms: performance.now() - began });
    });
  });
  return { kill: () => void child.kill('SIGKILL'), gone };
}
