// The built CLI as a process, and its report as the contract promises it.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Report } from '../../src/domain/report.ts';

const ROOT = join(import.meta.dirname, '..', '..');
export const SERVICES = join(ROOT, 'docs', 'reference', 'services.txt');
const PATIENCE = 110_000;

export type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Starts bin/k8s-monitor in a folder (an empty one) with an environment of its own: no key, no token, no .env. */
export function cli(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  home = scratch(),
): Promise<Ended> {
  const path = process.env['PATH'] ?? '';
  return new Promise((resolve, reject) => {
    const child = spawn(join(ROOT, 'bin', 'k8s-monitor'), args, {
      cwd: home,
      env: { PATH: path, HOME: home, TMPDIR: home, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const stderr = Buffer.concat(errors).toString();
      if (code === null) reject(new Error(`k8s-monitor was ended by ${signal}: ${stderr}`));
      else resolve({ code, stdout: Buffer.concat(out).toString(), stderr });
    });
  });
}

/** A folder that goes away with the test. */
export function scratch(): string {
  const dir = mkdtempSync(join(tmpdir(), 'k8s-monitor-e2e-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

export type CycleOptions = {
  readonly kubeconfig?: string;
  /** A folder that the next cycle may go on with; without it every cycle is the first. */
  readonly state?: string;
  /** Minutes to move the clock on. Faults of this minute are looked at twice, 30 s apart: tests move past it. */
  readonly ahead?: number;
  readonly args?: readonly string[];
};
export type Cycle = Ended & { readonly report: Report };

/** One cycle, without a model, as JSON. */
export async function cycle({ kubeconfig, state, ahead, args = [] }: CycleOptions): Promise<Cycle> {
  const now = ahead === undefined ? [] : ['--now', new Date(Date.now() + ahead * 60_000).toISOString()];
  const where = ['--services', SERVICES, '--state', state ?? scratch(), ...now];
  const ended = await cli(
    ['run', '--once', '--no-model', '--output', 'json', ...where, ...args],
    kubeconfig === undefined ? {} : { KUBECONFIG: kubeconfig },
  );
  return { ...ended, report: parse(ended) };
}

function parse({ code, stdout, stderr }: Ended): Report {
  try {
    return Report.parse(JSON.parse(stdout));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`exit ${code}, and no report on standard output: ${why}\n${stdout.slice(0, 400)}\n${stderr}`);
  }
}
