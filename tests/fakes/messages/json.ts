// The few things that are done with JSON of unknown shape.

export type Json = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function recordsOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** The same text for equal values, whatever the order of their keys; `leaveOut` names keys that don't count. */
export function canonical(value: unknown, leaveOut: readonly string[] = []): string {
  return JSON.stringify(value, (key, inner: unknown) => {
    if (leaveOut.includes(key)) return undefined;
    if (!isRecord(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
