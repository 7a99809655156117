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
    const loaded = await parts.store.load(cluster);
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
  return model === null || parts.model.ask === null ? [] : [selfNotice('model', model.title, model.detail)];
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
