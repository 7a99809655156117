import type { ModelReply } from './model.ts';
import { MODELS, type Model, modelOf } from './models.ts';

const EXAMPLE = 'claude-haiku-4-5-20251001';

/** Why this model may not be asked, with the mend; null: it may. On an endpoint of one's own any id goes. */
export function modelFault(id: string, anthropic: boolean): string | null {
  if (!/^[\x21-\x7e]{1,200}$/.test(id)) return `model ${shown(id)} is no id of a model; write one such as ${EXAMPLE}`;
  if (!anthropic || isHaiku(id)) return null;
  return `model ${shown(id)} is not a Haiku model, and on Anthropic's endpoint only those are asked; write ${EXAMPLE}, or set ANTHROPIC_BASE_URL to an endpoint of your own`;
}

/** Which model to ask when this one is gone; null: none is left. One's own endpoint has only what the table names. */
export function fallbackFor(id: string, anthropic: boolean): Model | null {
  const known = modelOf(id);
  if (known === undefined && !(anthropic && isHaiku(id))) return null;
  const from = known === undefined ? 0 : MODELS.indexOf(known) + 1;
  return MODELS.slice(from).find((model) => model.active) ?? null;
}

/** Dollars for one answer; 0 for a model without a price (`hasPrice`). */
export function usdOf(id: string, usage: ModelReply['usage']): number {
  const price = modelOf(id)?.usdPerMillion;
  if (price === undefined) return 0;
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = usage;
  const millionths =
    inputTokens * price.input +
    outputTokens * price.output +
    cacheReadTokens * price.cacheRead +
    cacheWriteTokens * price.cacheWrite;
  return millionths / 1_000_000;
}

/** False: no price is known, and dollars are counted as 0. */
export function hasPrice(id: string): boolean {
  return modelOf(id) !== undefined;
}

export function tokenFactor(id: string): number {
  return modelOf(id)?.tokenFactor ?? 1;
}

/** `claude-haiku-5`, `claude-haiku-4-5-20251001`. */
const HAIKU = /^claude-haiku-\d{1,2}(?:-\d{1,2})?(?:-(?:\d{8}|latest))?$/;
/** `claude-3-5-haiku-20241022`, as they were named before. */
const OLD_HAIKU = /^claude-\d(?:-\d)?-haiku-(?:\d{8}|latest)$/;

/** By the whole id: another family may have the word in its name. */
function isHaiku(id: string): boolean {
  return modelOf(id)?.family === 'haiku' || HAIKU.test(id) || OLD_HAIKU.test(id);
}

function shown(id: string): string {
  return JSON.stringify(id.length <= 60 ? id : `${id.slice(0, 60)}…`);
}
