import { z } from 'zod';
import { ALL_ACCESS_KINDS } from '../../src/collect/access-kinds.ts';

/** The kinds the tools show. That Secrets are not among them is said to whoever asks for them. */
export const KindInput = z.enum(ALL_ACCESS_KINDS, {
  error: ({ input }) =>
    typeof input === 'string' && /secret/i.test(input)
      ? 'Secrets are never read; ExternalSecret and Certificate show where they come from, and events what is missing'
      : `not a kind that these tools show: ${ALL_ACCESS_KINDS.join(', ')}`,
});
