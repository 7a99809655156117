import type { PastIncident } from './ledger.ts';

/** How much of what is over is kept: of listed services, and of the rest. */
export interface PastRoom {
  readonly listed: number;
  readonly others: number;
}

export const PAST_ROOM: PastRoom = { listed: 500, others: 200 };

/** Two runs may have given one id to different incidents. */
export function pastKey({ id, key }: Pick<PastIncident, 'id' | 'key'>): string {
  return `${id} ${key}`;
}

/** The newest first. What nobody listed comes and goes in masses, and never costs what is known of a listed service. */
export function newestPast(past: readonly PastIncident[], room: PastRoom): PastIncident[] {
  const left = { ...room };
  return [...past]
    .sort((a, b) => b.resolvedAt.getTime() - a.resolvedAt.getTime())
    .filter(({ key }) => {
      const sort = key.startsWith('service:') ? 'listed' : 'others';
      left[sort] -= 1;
      return left[sort] >= 0;
    });
}
