import type { TokenUse } from '../../domain/agent.ts';
import { dollars } from '../../domain/words.ts';

/** `812`, `2.1K`, `1.4M`. */
export function tokens(n: number): string {
  if (n < 1000) return `${Math.round(n)}`;
  return n < 999_950 ? `${(n / 1000).toFixed(1)}K` : `${(n / 1e6).toFixed(1)}M`;
}

/** `2.1K in, 0.3K out, $0.0036`. */
export function useText({ inputTokens, outputTokens, usd }: TokenUse): string {
  return `${tokens(inputTokens)} tokens in, ${tokens(outputTokens)} out, ${dollars(usd)}`;
}

/** `k8s-analyzer 2.1K/312 $0.0036 · …`, or null when no agent used anything. */
export function byAgentText(byAgent: Readonly<Record<string, TokenUse>>): string | null {
  const parts = Object.entries(byAgent).map(
    ([name, { inputTokens, outputTokens, usd }]) =>
      `${name} ${tokens(inputTokens)}/${tokens(outputTokens)} ${dollars(usd)}`,
  );
  return parts.length === 0 ? null : parts.join(' · ');
}
