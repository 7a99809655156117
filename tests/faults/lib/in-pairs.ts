/** Cases two at a time, for `it.each`: one run of the monitor keeps one core busy. */
export function inPairs<C extends readonly [name: string, ...rest: unknown[]]>(
  cases: readonly C[],
): [names: string, both: readonly C[]][] {
  const firsts = cases.filter((_, index) => index % 2 === 0);
  return firsts.map((first, index) => {
    const both = [first, ...cases.slice(2 * index + 1, 2 * index + 2)];
    return [both.map(([name]) => name).join('; '), both];
  });
}
