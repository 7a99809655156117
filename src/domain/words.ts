import { DAY, HOUR, MINUTE } from './duration.ts';

/** `8 min`, `3 h 5 min`, `2 d 4 h`: a duration for people, never finer than they need. */
export function duration(ms: number): string {
  if (ms < MINUTE) return `${Math.max(0, Math.round(ms / 1000))} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  if (ms < DAY) return join(Math.floor(ms / HOUR), 'h', Math.floor((ms % HOUR) / MINUTE), 'min');
  return join(Math.floor(ms / DAY), 'd', Math.floor((ms % DAY) / HOUR), 'h');
}

function join(big: number, bigUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${big} ${bigUnit}` : `${big} ${bigUnit} ${small} ${smallUnit}`;
}

/** `$0.42`; small amounts as exact as they need to be not to look like nothing: `$0.0036`, `$0.000012`. */
export function dollars(usd: number): string {
  if (usd === 0 || usd >= 0.095) return `$${usd.toFixed(2)}`;
  const digits = usd >= 0.001 ? 4 : Math.min(10, 1 - Math.floor(Math.log10(usd)));
  return `$${usd.toFixed(digits)}`;
}
