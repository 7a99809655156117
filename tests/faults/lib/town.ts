// A monitored cluster whose API server fares as a test says from cycle to cycle, and everything the monitor tells of it.
import { onTestFinished } from 'vitest';
import type { Ledger, LedgerIncident } from '../../../src/domain/ledger.ts';
import { systemClock } from '../../../src/platform/clock.ts';
import { folderStore } from '../../../src/record/folder-store.ts';
import { fakeHealthchecks } from '../../fakes/healthchecks/server.ts';
import { app } from '../../support/cycles-objects.ts';
import type { Asked, FakeApiOptions, Reply } from '../../support/fake-api.ts';
import { type World, type WorldOptions, world } from '../../support/world.ts';

export interface Town extends World {
  /** What the API server does from here on; null: as usual. */
  readonly fault: (script: ((asked: Asked) => Reply) | null) => void;
  /** Other objects from here on. */
  readonly holds: (objects: readonly object[]) => void;
  /** Messages that Slack accepted since the last call, as `#channel: first line`, `↳` before a reply, `@here` where people are called. */
  readonly news: () => readonly string[];
  /** Pings of the outside check since the last call. */
  readonly pings: () => readonly string[];
  readonly ledger: () => Promise<Ledger>;
  /** Ids of open incidents by key, as the state has them. */
  readonly open: () => Promise<Readonly<Record<string, string>>>;
}

export interface TownOptions extends Omit<WorldOptions, 'model' | 'api'> {
  readonly objects: readonly object[];
  /** Nobody has a key when left out. */
  readonly model?: WorldOptions['model'];
  readonly api?: Omit<FakeApiOptions, 'objects' | 'script'>;
}

/** Of a Wednesday: between nine and five a SEV-3 is told at once, too. */
export const at = (hour: number, minute = 0): string =>
  `2026-11-18T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00Z`;

/** Since an hour before the first cycle, which is at ten. */
export const SINCE = new Date(at(9));
export const NAMESPACES: readonly object[] = [
  { kind: 'Namespace', metadata: { name: 'kube-system', uid: 'cluster-1' } },
  ...['shop-api', 'cart', 'blog'].map((name) => ({ kind: 'Namespace', metadata: { name } })),
];
/** shop-api, a P0, is down; cart, which nobody listed, crashes; blog is well. */
export const BROKEN: readonly object[] = [
  ...NAMESPACES,
  ...app('shop-api', ['crash', 'crash'], SINCE),
  ...app('cart', ['crash'], SINCE),
  ...app('blog', ['ok'], SINCE),
];
export const WELL: readonly object[] = [
  ...NAMESPACES,
  ...['shop-api', 'cart', 'blog'].flatMap((name) => app(name, ['ok', 'ok'], SINCE)),
];

/** Enough for a server that answers, on a machine that is busy. */
const USUAL = { API_CALL_TIMEOUT_SECONDS: '5', READ_DEADLINE_SECONDS: '10', SEND_PACE_SECONDS: '0.02' };
/** For a cycle whose server does not. */
export const IMPATIENT = { API_CALL_TIMEOUT_SECONDS: '0.4', READ_DEADLINE_SECONDS: '0.8' };

export async function town({ objects, api, env, ...options }: TownOptions): Promise<Town> {
  const held: object[] = [...objects];
  let script: ((asked: Asked) => Reply) | null = null;
  const check = await fakeHealthchecks();
  onTestFinished(check.stop);
  const w = await world({
    model: null,
    github: null,
    ...options,
    api: { logs: {}, ...api, objects: held, script: (asked) => script?.(asked) ?? null },
    env: { ...USUAL, HEARTBEAT_URL: check.url, ...env },
  });
  const since = { messages: 0, pings: 0 };
  const ledger = async (): Promise<Ledger> => {
    const { states, damaged } = await folderStore(w.state, { clock: systemClock, leaseMs: 1000 }).look();
    const [only, ...more] = states;
    if (only === undefined || more.length > 0 || damaged.length > 0)
      throw new Error(`${states.length} ledgers, damaged: ${damaged.join('; ')}`);
    return only.ledger;
  };
  return {
    ...w,
    fault: (next) => {
      script = next;
    },
    holds: (next) => void held.splice(0, held.length, ...next),
    news: () => {
      const fresh = w.slack.messages.slice(since.messages);
      since.messages = w.slack.messages.length;
      return fresh.map(lineOf);
    },
    pings: () => {
      const fresh = check.accepted.slice(since.pings);
      since.pings = check.accepted.length;
      return fresh.map(({ action }) => action);
    },
    ledger,
    open: async () => byKey((await ledger()).incidents.filter(({ status }) => status === 'open')),
  };
}

function byKey(incidents: readonly LedgerIncident[]): Readonly<Record<string, string>> {
  return Object.fromEntries(incidents.map(({ key, id }) => [key, id]));
}

function lineOf({ channel, text, threadTs }: World['slack']['messages'][number]): string {
  const name = channel === 'C0CRITICAL1' ? '#critical' : '#standard';
  const [line = ''] = text.replaceAll('<!here>', '@here').split('\n');
  return `${threadTs === null ? '' : '↳ '}${name}: ${line}`;
}
