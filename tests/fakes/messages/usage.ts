// What a request costs, and what the cache makes of it.
import { createHash } from 'node:crypto';
import type { Json } from './json.ts';
import type { ModelFacts } from './models.ts';
import { partsOf } from './parts.ts';
import { requestTokens, tokensOf } from './tokens.ts';

export interface InputUse {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: { readonly '5m': number; readonly '1h': number };
}

export function inputTokens(body: Json, model: ModelFacts): number {
  return requestTokens(body, model.tokenFactor);
}

export interface PromptCache {
  /** What the cache makes of a request: the longest known prefix is read, the longest marked one is written. */
  use(body: Json, model: ModelFacts): InputUse;
}

/** Remembers marked prefixes, each for its model. A short prefix is not cached, silently. Nothing runs out: no test waits so long. */
export function promptCache(): PromptCache {
  const known = new Set<string>();
  return {
    use(body, model) {
      const total = inputTokens(body, model);
      const parts = partsOf(body);
      const last = parts.findLastIndex(({ ttl }) => ttl !== null);
      const hash = createHash('sha256').update(model.id);
      const written = { '5m': 0, '1h': 0 };
      const marked: string[] = [];
      let read = 0;
      let text = '';
      for (const part of parts.slice(0, last + 1)) {
        text += part.text;
        const key = hash.update(part.text).copy().digest('hex');
        const tokens = Math.min(tokensOf(text, model.tokenFactor), total);
        if (known.has(key)) read = tokens;
        if (part.ttl === null || tokens < model.cacheMinTokens) continue;
        marked.push(key);
        written['5m'] = 0;
        written['1h'] = 0;
        written[part.ttl] = tokens;
      }
      for (const key of marked) known.add(key);
      for (const ttl of ['5m', '1h'] as const) written[ttl] = Math.max(0, written[ttl] - read);
      return { input: total - read - written['5m'] - written['1h'], cacheRead: read, cacheWrite: written };
    },
  };
}
