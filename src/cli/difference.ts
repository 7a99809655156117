import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';

/** Milliseconds. Two files that have nothing in common would take far longer. */
const PATIENCE = 5000;

/** What would change in the file, as a unified diff; null when it is too much to find out. */
export function difference(name: string, before: string, after: string): string | null {
  const patch = createTwoFilesPatch(name, `${name} (draft)`, before, after, undefined, undefined, {
    context: 2,
    timeout: PATIENCE,
    headerOptions: FILE_HEADERS_ONLY,
  });
  return patch ?? null;
}
