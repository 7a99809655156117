import type { Counsel } from '../agents/advisor.ts';
import { readSnapshot } from '../collect/snapshot-file.ts';
import { readInventory } from '../config/inventory.ts';
import { githubSource } from '../correlate/github/source.ts';
import { advise } from '../cycle/advise.ts';
import { judge } from '../cycle/judge.ts';
import type { Parts, Questions } from '../cycle/parts.ts';
import { startTrace } from '../cycle/trace.ts';
import { SECOND } from '../domain/duration.ts';
import { emptyLedger } from '../domain/ledger.ts';
import type { Service } from '../domain/service.ts';
import type { Snapshot } from '../kinds/snapshot.ts';
import { fixedClock } from '../platform/clock.ts';
import { noStore } from '../record/store.ts';
import type { Eval } from './load-evals.ts';
import { recordedGithub } from './recorded-github.ts';

/** What an eval is asked about: exactly what a cycle over the same recording would ask. */
export interface Replay {
  readonly questions: Questions;
  readonly services: readonly Service[];
}

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
  await advise(parts, judgement, one.slug, startTrace(parts.clock));
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
    read: async () => ({ status: 'read', snapshot }),
    keep: null,
    store: noStore(emptyLedger),
    services,
    troubles: [],
    raisesDrift: false,
    policy: {
      hours: { timeZone: 'UTC', startMinute: 9 * 60, endMinute: 17 * 60, weekdays: [1, 2, 3, 4, 5] },
      channels: { standard: '#infrastructure-alerts', critical: '#critical-alerts' },
      escalation: 'advise',
    },
    changes: {
      source: githubSource(recordedGithub(one.changes), { branch: null }),
      whyNone: '',
      history: () => null,
      deadlineMs: 10 * SECOND,
    },
    model: { ask, whyNone: '', settings: '', budgetLeft: async () => null },
    notifier: null,
    sendDeadlineMs: 0,
    clock: fixedClock(one.now),
    runId: null,
    dryRun: true,
    slotMs: 3600 * SECOND,
    secondLook: null,
    stateDir: null,
    writeRecord: null,
    onProgress: () => {},
    signal,
  };
}
