// Many points, some at a time.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Base, makeBase } from './kill-bases.ts';
import { killPoint, type PointOutcome } from './kill-point.ts';
import { SCENES } from './scenes.ts';
import type { StoreKind } from './stage.ts';

export interface KillOptions {
  readonly points: number;
  /** Point after point with the next of them. */
  readonly seeds: readonly [number, ...number[]];
  readonly store: StoreKind;
  /** Points at the same time. */
  readonly workers: number;
  /** Only this point, `points` times; null: each of them once. */
  readonly only: number | null;
  /** So many different scenes of each kind: other services, other numbers of them. */
  readonly variants: number;
  readonly onPoint?: (done: Point) => void;
}

export interface Point {
  readonly n: number;
  readonly scene: string;
  /** Null: the process was never caught alive, which proves nothing and is a problem. */
  readonly outcome: PointOutcome | null;
  readonly problems: readonly string[];
}

/** All points, in the order in which they were done. */
export async function killPoints(options: KillOptions): Promise<readonly Point[]> {
  const { points, workers, only, onPoint } = options;
  const root = mkdtempSync(join(tmpdir(), 'k8s-monitor-kill-'));
  const bases = new Map<string, Promise<Base>>();
  const done: Point[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < points) {
      const turn = next;
      next += 1;
      const point = await pointOf(only ?? turn, turn, { ...options, root, bases });
      done.push(point);
      onPoint?.(point);
    }
  };
  try {
    await Promise.all(Array.from({ length: workers }, work));
  } finally {
    rmSync(root, { recursive: true, force: true, maxRetries: 3 });
  }
  return done;
}

interface Shared extends KillOptions {
  readonly root: string;
  readonly bases: Map<string, Promise<Base>>;
}

async function pointOf(
  n: number,
  turn: number,
  { seeds: all, store, only, variants, root, bases }: Shared,
): Promise<Point> {
  const [name, make] = SCENES[n % SCENES.length] ?? SCENES[0];
  const variant = Math.floor(n / SCENES.length) % variants;
  const key = `${name} ${variant}`;
  const base = bases.get(key) ?? makeBase(make, [all[0], key], { root, store });
  bases.set(key, base);
  const { problems, took } = await base;
  const seed = all[n % all.length] ?? all[0];
  const seeds = only === null ? [seed, n] : [seed, n, turn];
  if (problems.length > 0)
    return { n, scene: key, outcome: null, problems: problems.map((p) => `without a kill: ${p}`) };
  const outcome = await killPoint(await base, seeds);
  if (outcome !== null) took(outcome.end);
  return pointOfOutcome(n, key, outcome);
}

export function pointOfOutcome(n: number, scene: string, outcome: PointOutcome | null): Point {
  const never = 'NEVER KILLED: the process ended before every moment that was drawn';
  return { n, scene, outcome, problems: outcome?.problems ?? [never] };
}
