// Where the monitor's output goes when nobody reads it.
import { execFileSync, type SpawnOptions, spawn } from 'node:child_process';
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { scratch } from '../../support/cli.ts';

const CLI = join(import.meta.dirname, '..', '..', '..', 'bin', 'k8s-monitor');

/** The writing end of a pipe that is full, and that nobody reads. */
export function fullPipe(): number {
  const path = join(scratch(), 'pipe');
  execFileSync('mkfifo', [path]);
  const own = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  fill(own);
  // Another description: what is set on the one does not count for the other.
  const theirs = openSync(path, constants.O_WRONLY);
  onTestFinished(() => {
    closeSync(own);
    closeSync(theirs);
  });
  return theirs;
}

function fill(descriptor: number): void {
  for (const size of [4096, 1]) {
    const bytes = Buffer.alloc(size, '\n');
    try {
      for (;;) writeSync(descriptor, bytes);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    }
  }
}

/** The writing end of a pipe whose reader has gone. */
export function brokenPipe(): number {
  const path = join(scratch(), 'pipe');
  execFileSync('mkfifo', [path]);
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const writer = openSync(path, constants.O_WRONLY);
  closeSync(reader);
  onTestFinished(() => closeSync(writer));
  return writer;
}

interface SlowReader {
  /** For the one who writes. */
  readonly descriptor: number;
  /** What was read until the last writer had gone. */
  readonly text: () => Promise<string>;
}

/** Reads 8 KiB every now and then, `most` bytes in all; then it stops, and keeps the pipe open. */
export function slowReader({ most }: { readonly most: number }): SlowReader {
  const path = join(scratch(), 'pipe');
  execFileSync('mkfifo', [path]);
  const own = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const descriptor = openSync(path, constants.O_WRONLY);
  const chunks: Buffer[] = [];
  const buffer = Buffer.alloc(8192);
  const over = Promise.withResolvers<void>();
  let taken = 0;
  const timer = setInterval(() => {
    try {
      const length = taken < most ? readSync(own, buffer) : 0;
      taken += length;
      if (length > 0) chunks.push(Buffer.from(buffer.subarray(0, length)));
      else if (taken < most) over.resolve();
    } catch {
      // Nothing is there at the moment.
    }
  }, 25);
  onTestFinished(() => {
    clearInterval(timer);
    closeSync(own);
  });
  return {
    descriptor,
    text: async () => {
      closeSync(descriptor);
      await over.promise;
      return Buffer.concat(chunks).toString('utf8');
    },
  };
}

export interface Quiet {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** '' where it was not piped here. */
  readonly stderr: string;
  readonly ms: number;
}

/** One cycle whose descriptors lead where `stdio` says; `shell`: what is done to them besides, such as `>&-`. */
export async function runInto(
  env: Readonly<Record<string, string>>,
  stdio: SpawnOptions['stdio'],
  args: readonly string[],
  shell = '',
): Promise<Quiet> {
  const home = scratch();
  const began = performance.now();
  const child = spawn('sh', ['-c', `exec "$0" "$@" ${shell}`, CLI, 'run', '--once', ...args], {
    cwd: home,
    env: { PATH: process.env['PATH'], HOME: home, TMPDIR: home, ...env },
    stdio,
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve({ code, signal, stderr, ms: performance.now() - began }));
  });
}
