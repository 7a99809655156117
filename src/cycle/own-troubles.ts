import { DateTime } from 'luxon';
import type { Notice } from '../domain/incident.ts';
import type { Ledger } from '../domain/ledger.ts';
import { missedRuns } from '../escalate/missed-runs.ts';
import { selfNotice } from '../escalate/notices.ts';
import { undeliveredNotice } from '../escalate/undelivered.ts';
import { unfinishedNotice } from '../escalate/unfinished.ts';
import type { Memory } from './memory.ts';
import { nothingToSendNotice } from './nothing-to-send.ts';
import type { Parts } from './parts.ts';

/** What is wrong with the monitor itself, as far as its own state tells. */
export function ownTroubles(parts: Parts, memory: Memory, ledger: Ledger): readonly Notice[] {
  const { slotMs, clock, scheduled } = parts;
  const now = clock.now();
  const { timeZone } = parts.policy.hours;
  return [
    ...memoryNotice(memory),
    ...modelNotice(parts, ledger),
    ...(scheduled && memory.unkept() === null
      ? one(missedRuns(lastRun(memory, ledger, slotMs), now, slotMs, timeZone))
      : []),
    ...one(nothingToSendNotice(parts, ledger) ?? undeliveredNotice(ledger.outbox, now, timeZone)),
    ...one(unfinishedNotice(memory.unfinished, timeZone)),
  ];
}

/** A run that could not keep what it found ran all the same. */
function lastRun({ lastRunAt }: Memory, { lastCycle }: Ledger, slotMs: number): Date | null {
  if (lastCycle === null || lastRunAt === null) return lastCycle?.at ?? null;
  // The lease of the last cycle that is remembered ends a little after it.
  return lastRunAt.getTime() - lastCycle.at.getTime() > slotMs / 2 ? lastRunAt : lastCycle.at;
}

function one(notice: Notice | null): readonly Notice[] {
  return notice === null ? [] : [notice];
}

/** What is told can't be written down: people must hear of it, and not only whoever reads the exit code. */
export function unkeptNotice(why: string): Notice {
  const until = 'Until that is mended each cycle looks in the channels for what was told before';
  return selfNotice('state', 'what is found and told cannot be remembered', `${why}. ${until}`);
}

function memoryNotice({ warning, fault, unkept }: Memory): readonly Notice[] {
  const why = unkept();
  if (warning === null) return why === null ? [] : [unkeptNotice(why)];
  return fault === null
    ? [selfNotice('state', 'what earlier cycles remembered cannot be used', warning)]
    : [selfNotice('state', 'the state cannot be used', `${fault}. This cycle remembers nothing`)];
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
export async function withoutMended({ model: part }: Parts, ledger: Ledger): Promise<Ledger> {
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
