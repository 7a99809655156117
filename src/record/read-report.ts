import { readFile } from 'node:fs/promises';
import { Report, SCHEMA_VERSION } from '../domain/report.ts';
import { codeOf } from '../platform/errors.ts';

export type ReportRead = { readonly report: Report } | { readonly problem: string };

/** A record as a report, or in one line why it is none. */
export async function readReport(path: string): Promise<ReportRead> {
  try {
    return reportIn(await readFile(path, 'utf8'), path);
  } catch (error) {
    return { problem: `${path} cannot be read: ${codeOf(error)}` };
  }
}

/** The report in the text of a record; `path` names it for people. Never throws. */
export function reportIn(text: string, path: string): ReportRead {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return { problem: `${path} is damaged: not JSON, ${text.trim() === '' ? 'empty' : 'perhaps cut off'}` };
  }
  const version = versionOf(data);
  if (version > SCHEMA_VERSION) {
    return { problem: `${path} was written by a newer k8s-monitor (schemaVersion ${version}): update to read it` };
  }
  const parsed = Report.safeParse(data);
  if (parsed.success) return { report: parsed.data };
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  return { problem: `${path} is damaged: not a cycle's report${where}` };
}

function versionOf(data: unknown): number {
  const found = typeof data === 'object' && data !== null && 'schemaVersion' in data ? data.schemaVersion : 0;
  return typeof found === 'number' ? found : 0;
}
