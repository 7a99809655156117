/** `file`: whole. `aside`: set aside as damaged. `claim`: the number is taken, its file is about to come, or never came. */
export type EntryKind = 'file' | 'aside' | 'claim';

export interface NumberedEntry {
  readonly number: number;
  readonly entry: string;
  readonly kind: EntryKind;
}

export const LARGEST_NUMBER = 999_999_999_999_999;

/** What of a folder's entries is `<name>-000124.json` and the like, the newest first. */
export function numberedEntries(entries: readonly string[], name: string): readonly NumberedEntry[] {
  const pattern = new RegExp(`^${name}-(\\d{6,15})(\\.json|\\.claim|\\.json\\.damaged-[\\w-]+)$`);
  const found = entries.flatMap((entry): NumberedEntry[] => {
    const [, digits, end] = pattern.exec(entry) ?? [];
    if (digits === undefined) return [];
    return [{ number: Number(digits), entry, kind: end === '.json' ? 'file' : end === '.claim' ? 'claim' : 'aside' }];
  });
  return found.sort((a, b) => b.number - a.number);
}

export function numberedName(name: string, number: number): string {
  return `${name}-${String(number).padStart(6, '0')}.json`;
}
