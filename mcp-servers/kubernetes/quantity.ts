const UNITS: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** A quantity as Kubernetes writes it (`250m`, `1.5Gi`) in cores or bytes; null for what is none. */
export function quantity(text: string | number | null | undefined): number | null {
  const match = /^([+-]?\d{1,30}(?:\.\d{0,30})?(?:e[+-]?\d{1,3})?)(n|u|m|k|[MGTPE]i?|Ki)?$/.exec(String(text ?? ''));
  if (match === null) return null;
  return Number(match[1]) * (UNITS[match[2] ?? ''] ?? Number.NaN);
}

/** `250m`, `1.5`. */
export function cores(value: number): string {
  return value < 10 ? `${Math.round(value * 1000)}m` : String(Math.round(value * 10) / 10);
}

/** `64Mi`, `1.5Gi`. */
export function bytes(value: number): string {
  if (value < 2 ** 20) return `${Math.ceil(value / 1024)}Ki`;
  return value < 2 ** 30 ? `${Math.round(value / 2 ** 20)}Mi` : `${Math.round((value / 2 ** 30) * 10) / 10}Gi`;
}
