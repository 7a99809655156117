import { DateTime } from 'luxon';
import type { Transcript } from '../domain/agent.ts';
import type { ClusterInfo } from '../domain/cluster.ts';
import type { Notice } from '../domain/incident.ts';
import { emptyLedger, type Ledger } from '../domain/ledger.ts';
import { selfNotice } from '../escalate/notices.ts';
import type { Snapshot } from '../kinds/snapshot.ts';
import { messageOf } from '../platform/errors.ts';
import { stateFault } from '../record/state-fault.ts';
import type { Loaded } from '../record/store.ts';
import { type CycleResult, type NotKept, withNotKept } from './cycle-result.ts';
import type { Parts } from './parts.ts';

export interface LoadedState extends Loaded {
  /** To be told: a cycle without its memory tells things twice, and doesn't see what is gone. */
  readonly troubles: readonly Notice[];
  readonly notKept: NotKept;
}

/** What earlier cycles left. Trouble with it is told; the cycle goes on without memory. */
export async function loadState(parts: Parts, cluster: ClusterInfo): Promise<LoadedState> {
  try {
    const stored = await parts.store.load(cluster);
    const loaded = { ...stored, ledger: await withoutMended(parts, stored.ledger) };
    const model = modelNotice(parts, loaded.ledger);
    if (loaded.warning === null) return { ...loaded, troubles: model, notKept: {} };
    const troubles = [selfNotice('state', 'what earlier cycles remembered cannot be used', loaded.warning)];
    return { ...loaded, troubles: [...troubles, ...model], notKept: {} };
  } catch (error) {
    const why = stateFault('read what earlier cycles remembered', parts.stateDir, error);
    const troubles = [selfNotice('state', 'the state folder cannot be used', `${why}. This cycle remembers nothing`)];
    // Perhaps it can be read next time: what is there is not written over.
    return { ledger: emptyLedger({ ...cluster }), writable: false, warning: why, troubles, notKept: { state: why } };
  }
}

/** Trouble with the model lasts until it answered again, or until nobody wants to ask it any more. */
function modelNotice(parts: Parts, { model }: Ledger): readonly Notice[] {
  if (model === null || parts.model.ask === null) return [];
  // Nobody is asked while all is well: more than this is not known.
  const detail = `When last asked (${lastAsked(model.at)}): ${model.detail}`;
  // Where the models of the agents differ, others may still be asked.
  const what = model.cause === 'budget' ? 'No model is asked' : 'Trouble with the model';
  return [selfNotice('model', `${what}: ${model.reason}`, detail)];
}

function lastAsked(at: Date): string {
  return DateTime.fromJSDate(at, { zone: 'utc' }).setLocale('en').toFormat("d LLL yyyy, HH:mm 'UTC'");
}

/** Trouble with the model is over when what it was about has changed: nobody has to be asked to know. */
async function withoutMended({ model: part }: Parts, ledger: Ledger): Promise<Ledger> {
  const { model } = ledger;
  if (model === null || part.ask === null) return ledger;
  const mended = model.cause === 'budget' ? await hasBudget(part) : model.settings !== part.settings;
  return mended ? { ...ledger, model: null } : ledger;
}

async function hasBudget({ budgetLeft }: Parts['model']): Promise<boolean> {
  try {
    const left = await budgetLeft();
    return left === null || left > 0;
  } catch {
    return false;
  }
}

/** The recording somebody asked for; says why there is none. */
export async function keepReading(parts: Parts, snapshot: Snapshot): Promise<string | null> {
  try {
    await parts.keep?.(snapshot);
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

/** What the rules decided, before anybody else is asked: a cycle that is ended now has lost nothing. */
export async function saveEarly(parts: Parts, ledger: Ledger): Promise<void> {
  try {
    await parts.store.save(ledger);
  } catch {
    // The save at the end of the cycle meets the same trouble, and tells it.
  }
}

/** Ledger and record. Neither may cost the cycle, nor the other one. */
export async function keepCycle(
  parts: Parts,
  cycle: CycleResult,
  ledger: Ledger | null,
  transcripts: readonly Transcript[],
): Promise<CycleResult> {
  const { stateDir, store, writeRecord } = parts;
  const afterSave = await attempt(cycle, stateDir, 'remember this cycle', async () => {
    if (ledger !== null) await store.save(ledger);
  });
  return attempt(afterSave, stateDir, 'record this cycle', async () => writeRecord?.(afterSave.report, transcripts));
}

async function attempt(
  cycle: CycleResult,
  stateDir: string | null,
  doing: string,
  work: () => Promise<void>,
): Promise<CycleResult> {
  try {
    await work();
    return cycle;
  } catch (error) {
    return withNotKept(cycle, 'state', stateFault(doing, stateDir, error));
  }
}
