/** Fields of an open incident that nobody was told about, and whose changes nobody looked for. */
export const UNTOLD = {
  resolvedAt: null,
  choice: null,
  culprit: null,
  changesUnread: false,
  told: null,
  waiting: false,
  resolvedUntold: false,
} as const;
