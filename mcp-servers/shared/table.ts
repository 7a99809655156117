const WIDEST = 40;

/** Columns as kubectl prints them; those that are empty in every row are left out, the last one is as wide as it likes. */
export function table(heads: readonly string[], rows: readonly (readonly (string | null)[])[]): string[] {
  const used = heads.map((_, index) => index).filter((index) => rows.some((row) => (row[index] ?? '') !== ''));
  const cells = [heads, ...rows].map((row) => used.map((index) => oneLine(row[index] ?? '-')));
  const widths = used.map((_, index) => Math.min(WIDEST, Math.max(...cells.map((row) => (row[index] ?? '').length))));
  return cells.map((row) =>
    row.map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0))).join('  '),
  );
}

/** A line break inside a cell would begin a row of somebody else's making. */
function oneLine(cell: string): string {
  return (cell === '' ? '-' : cell).replace(/\s+/g, ' ');
}
