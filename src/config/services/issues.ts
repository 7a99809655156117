import type { DowntimeRange, KnownIssue } from '../../domain/service.ts';
import type { Field, Item } from './blocks.ts';
import { normalKey } from './keys.ts';
import { mergeIssues, readExpected, readIssue } from './known-issues.ts';

type Complain = (at: { line: number; column: number }, message: string) => void;

/** The known issues of an entry, wherever in it they are told. */
export function issuesOf(
  fields: readonly Field[],
  downtime: DowntimeRange | null,
  complain: Complain,
): readonly KnownIssue[] {
  const issues = fields.flatMap((field) =>
    [{ text: field.text, line: field.line, column: field.column }, ...field.items].flatMap((item) => {
      const expected = expectedIn(field, item);
      if (expected === '') return [];
      if (expected === undefined) return fromProse(field, item.text, downtime);
      const read = readExpected({ ...item, text: expected });
      if (typeof read !== 'string') return [read];
      complain(item, read);
      return [];
    }),
  );
  return mergeIssues(issues);
}

function expectedIn(field: Field, item: Item): string | undefined {
  return normalKey(field.key) === 'expected' ? item.text : /^Expected:\s*(.*)$/i.exec(item.text)?.[1];
}

function fromProse(field: Field, text: string, downtime: DowntimeRange | null): readonly KnownIssue[] {
  const key = normalKey(field.key);
  if (key === undefined || key === 'issues' || key === 'quirks') return readIssue(text, downtime);
  if (key === 'replicas' && /^1\b/.test(text)) return [{ kind: 'single-replica', text: `Replicas: ${text}` }];
  // The probe's delay is told with the health check as often as with the quirks.
  if (key !== 'health' || !/initialDelaySeconds/i.test(text)) return [];
  return readIssue(text, downtime).filter(({ kind }) => kind === 'slow-start');
}
