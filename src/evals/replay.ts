import type { Counsel } from '../agents/advisor.ts';
import { readSnapshot } from '../collect/snapshot-file.ts';
import { readInventory } from '../config/inventory.ts';
import { githubSource } from '../correlate/github/source.ts';
import { askAgents, lookInto } from '../cycle/advise.ts';
import { judge } from '../cycle/judge.ts';
import type { Parts, Questions } from '../cycle/parts.ts';
import { startTrace } from '../cycle/trace.ts';
import { SECOND } from '../domain/duration.ts';
import { emptyLedger } from '../domain/ledger.ts';
import { NO_ORDERS } from '../domain/orders.ts';
import type { Service } from '../domain/service.ts';
import type { Snapshot } from '../kinds/snapshot.ts';
import { fixedClock } from '../platform/clock.ts';
import { noState } from '../record/no-state.ts';
import type { Eval } from './load-evals.ts';
import { recordedGithub } from './recorded-github.ts';

/** What an eval is asked about: exactly what a cycle over the same recording would ask. */
export interface Replay {
  readonly questions: Questions;
  readonly services: readonly Service[];
}

const ANY = { severities: [], tiers: [], services: [], namespaces: [] };
const NOWHERE: Parts['sending'] = {
  sinks: null,
  wanted: false,
  fallbackOf: () => [],
  standardTo: [],
  deadlineMs: 0,
  messageDeadlineMs: 0,
  stormAt: 10,
  allWell: 'off',
};
const NOBODY: Counsel = { advice: [], runs: [], transcripts: [], warnings: [], trouble: null };

/** Judges the recording of an eval by the rules, finds its changes, and writes the briefs. Asks nobody. */
export async function replay(one: Eval, signal: AbortSignal): Promise<Replay> {
  const { services } = readInventory(one.services);
  const firstNamespaces = services.flatMap((s) => s.namespaces);
  const snapshot = await readSnapshot(one.recording, { now: one.now, firstNamespaces });
  let questions: Questions = { briefs: [], snapshot };
  const parts = partsOf(one, snapshot, services, signal, async (asked) => {
    questions = asked;
    return NOBODY;
  });
  const ledger = emptyLedger({ ...snapshot.cluster });
  const judgement = judge(parts, ledger, { status: 'read', snapshot }, one.now);
  await askAgents(parts, await lookInto(parts, judgement, startTrace(parts.clock)), one.slug);
  return { questions, services };
}

function partsOf(
  one: Eval,
  snapshot: Snapshot,
  services: readonly Service[],
  signal: AbortSignal,
  ask: (questions: Questions) => Promise<Counsel>,
): Parts {
  return {
    source: 'snapshot',
    identify: async () => snapshot.cluster,
    read: async () => ({ status: 'read', snapshot }),
    keep: null,
    state: noState(),
    services,
    troubles: [],
    raisesDrift: false,
    policy: {
      hours: { timeZone: 'UTC', startMinute: 9 * 60, endMinute: 17 * 60, weekdays: [1, 2, 3, 4, 5] },
      routing: [{ source: 'default', match: ANY, to: ['slack:#infrastructure-alerts'], fallback: [] }],
      orders: NO_ORDERS,
      escalation: 'advise',
    },
    changes: {
      source: githubSource(recordedGithub(one.changes), { branch: null }),
      whyNone: '',
      history: () => null,
      deadlineMs: 10 * SECOND,
    },
    model: { ask, whyNone: '', settings: '', waitMs: 0, budgetLeft: async () => null },
    sending: NOWHERE,
    heartbeat: null,
    clock: fixedClock(one.now),
    runId: null,
    dryRun: true,
    scheduled: false,
    leaseMs: 120 * SECOND,
    slotMs: 3600 * SECOND,
    secondLook: null,
    onProgress: () => {},
    signal,
  };
}
