import type { Session } from './state-store.ts';

/** What a session without a lock answers: it holds nothing, keeps nothing and gives nothing back. */
export const UNLOCKED = {
  unfinished: null,
  at: async () => {},
  held: async () => true,
  save: async () => {},
  release: async () => {},
} as const satisfies Partial<Session>;
