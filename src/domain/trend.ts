export const TREND_KINDS = ['flapping', 'worsening', 'recurring'] as const;

/** What the cycles before tell of an incident: it changes no severity. */
export interface Trend {
  readonly kind: (typeof TREND_KINDS)[number];
  /** For people. */
  readonly text: string;
}
