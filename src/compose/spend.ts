import { createHash } from 'node:crypto';
import type { Counsel } from '../agents/advisor.ts';
import { type BookedPort, bookedPort, NOT_KEPT } from '../agents/booked-port.ts';
import type { AgentFiles } from '../agents/definition.ts';
import type { ModelPort } from '../agents/model.ts';
import type { Values } from '../config/settings.ts';
import type { Questions } from '../cycle/parts.ts';
import { noAdvice } from '../domain/advice.ts';
import { AGENT_NAMES } from '../domain/agent.ts';
import type { Purpose } from '../domain/spend.ts';
import type { SpendBook } from '../record/spend-book.ts';
import { stateFault } from '../record/state-fault.ts';
import { modelsInstead } from './agents.ts';

/** What may still be spent, and where it is written down. */
export interface Purse {
  /** Null: no limit. */
  readonly leftUsd: number | null;
  /** Why nothing can be written down; null: it can. */
  readonly fault: string | null;
  /** The same model, with its answers on the books. */
  readonly booked: (port: ModelPort, cluster: Questions['snapshot']['cluster']) => BookedPort;
}

/** Dollars left of this month; null without a budget. Rejects when what was spent can't be known. */
export async function budgetLeft({ MONTHLY_BUDGET_USD: budget }: Values, book: SpendBook): Promise<number | null> {
  return budget === null ? null : Math.max(0, budget - (await book.spentUsd()));
}

/** Opens the books. With a budget nobody is asked unless what it costs can be kept: see `refusal`. */
export async function openPurse(values: Values, book: SpendBook, purpose: Purpose): Promise<Purse> {
  const mustKeep = values.MONTHLY_BUDGET_USD !== null;
  try {
    await book.open();
    const leftUsd = await budgetLeft(values, book);
    const booked: Purse['booked'] = (port, { uid, name }) =>
      bookedPort(port, { book: (paid) => book.add({ purpose, cluster: { uid, name }, ...paid }), mustKeep });
    return { leftUsd, fault: null, booked };
  } catch (error) {
    const booked: Purse['booked'] = (port) => ({ ...port, lost: () => null });
    return { leftUsd: null, fault: keepFault(book, error), booked };
  }
}

export function keepFault({ place }: SpendBook, error: unknown): string {
  return stateFault('keep what the model cost', place, error);
}

/** Why nobody may be asked, for people; null: somebody may. */
export function refusal({ MONTHLY_BUDGET_USD: budget }: Values, { fault }: Purse): string | null {
  return budget === null || fault === null ? null : `no model is asked, as there is a MONTHLY_BUDGET_USD: ${fault}`;
}

/** No advice on any of them; `each`: what is said of that beside each incident. */
export function refused({ briefs }: Questions, why: string, each = NOT_KEPT): Counsel {
  const advice = briefs.map(({ incidentId }) => noAdvice(incidentId, each));
  return { advice, runs: [], transcripts: [], warnings: [why], trouble: null };
}

/** Who is asked with what, as a short hash: enough to see that it has changed, too little to find the key. */
export function settingsHash(values: Values, files: AgentFiles): string {
  const { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: url, MODEL_MODE: mode } = values;
  const instead = modelsInstead(values);
  const models = AGENT_NAMES.map((name) => instead[name] ?? files.agents[name]?.model ?? null);
  const asked = JSON.stringify([key?.reveal() ?? null, url, mode, models]);
  return createHash('sha256').update(asked).digest('hex').slice(0, 8);
}
