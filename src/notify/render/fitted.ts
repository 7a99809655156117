import { splitLong } from './split-long.ts';

/** It is one message, with nothing left for the thread. */
export function fits(text: string): boolean {
  return splitLong(text).length <= 1;
}

/** The first that fits; the last one where none does, without its lines that are too many, which are counted. */
export function firstThatFits(texts: readonly [string, ...string[]], cycleId: string): string {
  return texts.find(fits) ?? fitted(texts.at(-1) ?? texts[0], cycleId);
}

/** As many of the first lines as fit, and the last one, which names incident and cycle. */
export function fitted(text: string, cycleId: string): string {
  if (fits(text)) return text;
  const lines = text.split('\n');
  const last = lines.slice(-1);
  const cut = (kept: number): string => {
    const left = lines.length - kept - 1;
    return [...lines.slice(0, kept), moreLine(left, left === 1 ? 'more line' : 'more lines', cycleId), ...last].join(
      '\n',
    );
  };
  let most = 1;
  for (let less = 1, over = lines.length - 1; less <= over; ) {
    const middle = Math.floor((less + over) / 2);
    if (fits(cut(middle))) {
      most = middle;
      less = middle + 1;
    } else over = middle - 1;
  }
  return cut(most);
}

export function moreLine(count: number, what: string, cycleId: string): string {
  return `  +${count} ${what}, see: k8s-monitor cycles show ${cycleId}`;
}
