// Variants of a row that wait for something: they wait together.

/** Rejects with the name of the first variant, in their order, for which `run` did. */
export async function atOnce<T>(
  variants: Readonly<Record<string, T>>,
  run: (variant: T, name: string) => Promise<void>,
): Promise<void> {
  const names = Object.keys(variants);
  const done = await Promise.allSettled(Object.entries(variants).map(([name, variant]) => run(variant, name)));
  for (const [i, result] of done.entries())
    if (result.status === 'rejected') throw new Error(`${names[i]}: ${result.reason}`, { cause: result.reason });
}
