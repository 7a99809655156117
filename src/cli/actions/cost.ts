import { ownBook } from '../../compose/state.ts';
import type { Values } from '../../config/settings.ts';
import { systemClock } from '../../platform/clock.ts';
import type { SpendRead } from '../../record/spend-book.ts';
import type { RawCostFlags } from '../commands/cost.ts';
import { costSums } from '../cost-sums.ts';
import { costText } from '../cost-text.ts';
import { CONFIGURATION } from '../exit-codes.ts';
import { harmlessJson } from '../report/clean.ts';
import { outputFault } from '../run-flags.ts';
import { stateSettings } from '../settings.ts';
import { outputStyle, print, warn } from '../terminal.ts';

/** `cost`: what the agents used, by day and by month, against the budget. A file that can't be read costs itself only. */
export async function costAction(flags: RawCostFlags): Promise<number> {
  const wrong = outputFault(flags.output);
  if (wrong.length > 0) {
    warn(wrong);
    return CONFIGURATION;
  }
  const values = stateSettings(flags);
  const monthlyBudgetUsd = values.MONTHLY_BUDGET_USD;
  const { spends, problems } = await readBook(values);
  const sums = costSums(spends, systemClock.now());
  const json = { monthlyBudgetUsd, ...sums, problems };
  await print(flags.output === 'json' ? `${harmlessJson(json)}\n` : costText(sums, monthlyBudgetUsd, outputStyle()));
  warn(problems);
  return 0;
}

async function readBook(values: Values): Promise<SpendRead> {
  const book = ownBook(values);
  try {
    return await book.value.read();
  } finally {
    await book.close();
  }
}
