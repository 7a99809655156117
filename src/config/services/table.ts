import { isName, isNothing, readApp, readNamespaces } from './values.ts';

export interface TableRow {
  readonly app: string | null;
  readonly path: string | null;
  readonly namespaces: readonly string[];
}

type Column = 'name' | 'app' | 'path' | 'namespace';
const USUAL: readonly (Column | undefined)[] = ['name', 'app', 'path', 'namespace'];

/** The table of section 4: name → ArgoCD app → file → namespace. Its heading tells the columns; without one they stand as above. */
export function readTable(rows: readonly (readonly string[])[]): ReadonlyMap<string, TableRow> {
  const table = new Map<string, TableRow>();
  let columns = USUAL;
  for (const row of rows) {
    if (row.every((cell) => /^[-:\s]*$/.test(cell))) continue;
    const heading = row.map(columnOf);
    if (heading.includes('name') && heading.filter((column) => column !== undefined).length >= 2) {
      columns = heading;
      continue;
    }
    const cell = (wanted: Column): string => row[columns.indexOf(wanted)] ?? '';
    const name = cell('name').toLowerCase();
    if (!isName(name)) continue;
    const app = readApp(cell('app'));
    const path = cell('path').split(/[\s,(]/)[0] ?? '';
    table.set(name, {
      app: app.app,
      path: isNothing(path) ? app.file : path,
      namespaces: readNamespaces(cell('namespace')) ?? [],
    });
  }
  return table;
}

function columnOf(heading: string): Column | undefined {
  if (/^(?:service|name|component|workload)s?$/i.test(heading)) return 'name';
  if (/^(?:argo ?-?cd )?app(?:lication)?$|^argo/i.test(heading)) return 'app';
  if (/^(?:manifests?|files?|paths?|source|app files?)\b/i.test(heading)) return 'path';
  return /^(?:namespaces?|ns)$/i.test(heading) ? 'namespace' : undefined;
}
