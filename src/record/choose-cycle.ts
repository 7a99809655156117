/**
 * The cycle of an id, of the beginning of an id if no other begins so, or the `latest`; the newest comes first. `place` is where they are
 * kept, for people.
 */
export function chooseCycle<T extends { readonly id: string }>(
  cycles: readonly T[],
  which: string,
  place: string,
): { readonly cycle: T } | { readonly problem: string } {
  const [newest] = cycles;
  if (newest === undefined) return { problem: `no cycle is recorded in ${place} yet: run \`k8s-monitor run --once\`` };
  if (which === 'latest') return { cycle: newest };
  const exact = cycles.find(({ id }) => id === which);
  if (exact !== undefined) return { cycle: exact };
  const [match, ...others] = which === '' ? [] : cycles.filter(({ id }) => id.startsWith(which));
  if (match === undefined) return { problem: `no cycle ${which} in ${place}: \`k8s-monitor cycles list\` shows them` };
  if (others.length === 0) return { cycle: match };
  const some = [match, ...others].slice(0, 4).map(({ id }) => id);
  return {
    problem: `${others.length + 1} cycles begin with ${which}: ${some.join(', ')}${others.length > 3 ? ', …' : ''}`,
  };
}
