// `npm run bench -- scale [pods…]`: a whole `run --once` on made-up clusters of a thousand, ten thousand and fifty thousand pods,
// beside the same pages fetched, parsed and thrown away.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { inPairs, type Medians, type Run, runNode } from './measure.ts';
import { spaceOf } from './scale/world.ts';

const MAIN = join(import.meta.dirname, '../dist/k8s-monitor.js');
const RUNS = 3;
/** Of the process that serves the pages, some 10 KB for each pod. */
const SERVER_HEAP = '--max-old-space-size=8192';
const Said = z.object({ incidents: z.array(z.unknown()), gaps: z.array(z.unknown()) });

export async function benchScale(sizes: readonly number[]): Promise<string> {
  const rows: string[] = [];
  for (const pods of sizes) rows.push(...(await ofSize(pods)));
  return [`made-up API server in another process, whole processes, medians of ${RUNS} pairs`, ...rows].join('\n');
}

async function ofSize(pods: number): Promise<readonly string[]> {
  const server = await serve(pods);
  const folder = await mkdtemp(join(tmpdir(), 'k8s-monitor-bench-scale-'));
  try {
    const env = await settings(folder, server.url);
    let atOnce = 0;
    let last: Run | null = null;
    const [ours, floor] = await inPairs(
      RUNS,
      async () => {
        await server.most();
        const state = await mkdtemp(join(folder, 'state-'));
        last = await runNode(
          ['--max-semi-space-size=4', MAIN, 'run', '--once', '--no-model', '--output', 'json', '--state', state],
          env,
        );
        atOnce = Math.max(atOnce, await server.most());
        return last;
      },
      () => runNode([join(import.meta.dirname, 'raw-list.ts'), server.url, 'parse']),
    );
    return [
      `  ${pods} pods, ${Math.ceil(pods / 10)} nodes, ${2 * pods} events; ${told(last)}; ${atOnce} requests at once (wanted <= 4)`,
      `    run --once   ${row(ours)}`,
      `    JSON.parse   ${row(floor)}`,
      `    ratio        ${(ours.wallS / floor.wallS).toFixed(2)} x wall, ${(ours.cpuS / floor.cpuS).toFixed(2)} x CPU${wanted(pods)}`,
    ];
  } finally {
    server.stop();
    await rm(folder, { recursive: true });
  }
}

const wanted = (pods: number): string => (pods >= 50_000 ? ' (wanted <= 1.5 x wall; peak <= 250 MB)' : '');

function told(run: Run | null): string {
  if (run === null) return 'not run';
  if (run.code !== 0) throw new Error(`the run ended with ${run.code}: ${run.stdout.slice(0, 500)}`);
  const { incidents, gaps } = Said.parse(JSON.parse(run.stdout));
  return `${incidents.length} incidents, ${gaps.length} gaps`;
}

function row(m: Medians): string {
  return `${m.wallS.toFixed(2)} s wall  ${m.cpuS.toFixed(2)} s CPU  ${m.peakMb.toFixed(0)} MB peak`;
}

/** Forty listed services of all tiers, so that there is something to match and to rate. */
async function settings(folder: string, url: string): Promise<Readonly<Record<string, string>>> {
  const sections = ['P0', 'P1', 'P2', 'P3'].map((tier, t) => {
    const entries = Array.from({ length: 10 }, (_, i) => 10 * t + i);
    return `${t + 1}. Services (${tier})\n\n${entries
      .map((n, i) => `  ${t + 1}.${i + 1} app-${n}\n  - Purpose: made up\n  - Namespace: ${spaceOf(n)}\n`)
      .join('\n')}`;
  });
  await writeFile(join(folder, 'services.txt'), sections.join('\n'));
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'bench', cluster: { server: url } }],
    users: [{ name: 'bench', user: { token: 'none' } }],
    contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'bench' } }],
    'current-context': 'bench',
  };
  await writeFile(join(folder, 'kubeconfig'), JSON.stringify(kubeconfig));
  return { KUBECONFIG: join(folder, 'kubeconfig'), SERVICES_FILE: join(folder, 'services.txt') };
}

interface Server {
  readonly url: string;
  /** How many requests were open at once since this was last asked. */
  readonly most: () => Promise<number>;
  readonly stop: () => void;
}

async function serve(pods: number): Promise<Server> {
  const child = spawn(process.execPath, [SERVER_HEAP, join(import.meta.dirname, 'scale/server.ts'), String(pods)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const url of createInterface({ input: child.stdout })) {
    const most = async () => Number(await (await fetch(`${url}/bench/most`)).text());
    return { url, most, stop: () => child.kill() };
  }
  throw new Error('the made-up API server did not start');
}
