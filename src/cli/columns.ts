import stringWidth from 'string-width';
import { pad, shorten } from './report/layout.ts';

/** Rows in columns as wide as they must be; on a narrow screen they move together, then the last one gives way. */
export function columns(rows: readonly (readonly string[])[], width: number): string[] {
  const size = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: size }, (_, index) =>
    Math.max(0, ...rows.map((row) => stringWidth(row[index] ?? ''))),
  );
  const needed = widths.reduce((sum, each) => sum + each, 0) + 2 * (size - 1);
  const gap = needed > width ? ' ' : '  ';
  return rows.map((row) => {
    const line = row.map((cell, index) => pad(cell, widths[index] ?? 0)).join(gap);
    return shorten(line.trimEnd(), width);
  });
}
