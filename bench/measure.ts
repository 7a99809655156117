import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const Peak = z.object({ peakMb: z.number(), cpuS: z.number() });

/** One run of a Node program as a whole process. Seconds and MiB. */
export interface Run {
  readonly wallS: number;
  readonly cpuS: number;
  readonly peakMb: number;
  readonly code: number;
  readonly stdout: string;
}

export async function runNode(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'k8s-monitor-bench-'));
  const file = join(folder, 'peak.json');
  const started = performance.now();
  const { code, stdout } = await new Promise<{ code: number; stdout: string }>((resolve, reject) => {
    const child = spawn(process.execPath, ['--require', join(import.meta.dirname, 'peak.cjs'), ...args], {
      env: { ...process.env, ...env, BENCH_PEAK_FILE: file },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (exit) => resolve({ code: exit ?? 1, stdout: Buffer.concat(chunks).toString('utf8') }));
  });
  const wallS = (performance.now() - started) / 1000;
  const peak = Peak.parse(JSON.parse(await readFile(file, 'utf8')));
  await rm(folder, { recursive: true });
  return { ...peak, wallS, code, stdout };
}

export interface Medians {
  readonly wallS: number;
  readonly cpuS: number;
  readonly peakMb: number;
}

/** Runs two things in turn, so that a machine that slows down slows both; medians of each. */
export async function inPairs(
  runs: number,
  a: () => Promise<Run>,
  b: () => Promise<Run>,
): Promise<readonly [Medians, Medians]> {
  await a();
  await b();
  const [left, right]: [Run[], Run[]] = [[], []];
  for (let i = 0; i < runs; i += 1) {
    left.push(await a());
    right.push(await b());
  }
  return [medians(left), medians(right)];
}

function medians(runs: readonly Run[]): Medians {
  return {
    wallS: median(runs.map((r) => r.wallS)),
    cpuS: median(runs.map((r) => r.cpuS)),
    peakMb: Math.max(...runs.map((r) => r.peakMb)),
  };
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
