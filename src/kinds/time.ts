/** Reads a timestamp of the API; null for what is missing or no date. */
export function timeOf(text: string | null | undefined): Date | null {
  if (text === null || text === undefined || text === '') return null;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? null : date;
}

export function earliest(...dates: readonly (Date | null | undefined)[]): Date | null {
  return pick(dates, (a, b) => a < b);
}

export function latest(...dates: readonly (Date | null | undefined)[]): Date | null {
  return pick(dates, (a, b) => a > b);
}

function pick(dates: readonly (Date | null | undefined)[], better: (a: Date, b: Date) => boolean): Date | null {
  let best: Date | null = null;
  for (const date of dates) {
    if (date !== null && date !== undefined && (best === null || better(date, best))) best = date;
  }
  return best;
}
