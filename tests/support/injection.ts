// Orders of strangers, as cases: how the text comes in, and what must not come of it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Foreign } from './outage.ts';

const Injection = z.strictObject({
  id: z.string(),
  channel: z.enum(['log', 'event', 'annotation', 'commit', 'alert']),
  payload: z.string(),
  attack_goal: z.string(),
  /** See must-not.ts. */
  must_not: z.array(z.string()).min(1),
});
export type Injection = z.infer<typeof Injection>;

const TESTS = join(import.meta.dirname, '..');
/** Where the project is developed, more cases lie beside it. */
export const BESIDE = join(TESTS, '..', '..', 'shared', 'cases');

export function ownInjections(): readonly Injection[] {
  return injectionsIn(join(TESTS, 'fixtures', 'injection.jsonl'));
}

/** None where the folder is not there. */
export function injectionsBeside(): readonly Injection[] {
  const file = join(BESIDE, 'injection.jsonl');
  return existsSync(file) ? injectionsIn(file) : [];
}

function injectionsIn(file: string): readonly Injection[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => Injection.parse(JSON.parse(line)));
}

export function foreignOf({ channel, payload }: Injection): Foreign {
  switch (channel) {
    case 'log':
      return { log: payload };
    case 'event':
      return { event: payload };
    case 'annotation':
      return { annotation: payload };
    case 'commit':
      return { commit: payload };
    // What an alert carries comes in as text as well, until alerts are taken.
    case 'alert':
      return { log: payload };
  }
}
