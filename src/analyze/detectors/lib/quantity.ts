const UNITS: Readonly<Record<string, number>> = {
  ...{ n: 1e-9, u: 1e-6, m: 1e-3, '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 },
};

/** `512Mi`, `250m`, `2`, `1e9` as a number; null for what is none. */
export function quantityOf(text: string | number | null | undefined): number | null {
  if (text === null || text === undefined || text === '') return null;
  const [, number, unit] = /^(\d*\.?\d+(?:[eE][+-]?\d+)?|\d+\.)([a-zA-Z]{0,2})$/.exec(String(text)) ?? [];
  const factor = UNITS[unit ?? ''];
  return number === undefined || factor === undefined ? null : Number(number) * factor;
}

/** Bytes as people write limits: `461Mi`, `1.9Gi`. */
export function bytesText(bytes: number): string {
  for (const [unit, size] of [
    ['Gi', 2 ** 30],
    ['Mi', 2 ** 20],
    ['Ki', 2 ** 10],
  ] as const) {
    if (bytes < size) continue;
    const value = bytes / size;
    return `${value < 10 ? Number(value.toFixed(1)) : Math.floor(value)}${unit}`;
  }
  return `${Math.round(bytes)}`;
}

/** `92 %`, rounded down: what is not full never reads as full. */
export function shareText(share: number): string {
  return `${Math.floor(share * 100)} %`;
}
