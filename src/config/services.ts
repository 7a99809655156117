import type { Service } from '../domain/service.ts';
import type { ConfigFault } from './fault.ts';
import { readBlocks } from './services/blocks.ts';
import { withDataLayers } from './services/data-layer.ts';
import { resolveDependencies } from './services/dependencies.ts';
import { mergeDuplicates } from './services/duplicates.ts';
import { type Draft, readEntry } from './services/entry.ts';
import { readTable, type TableRow } from './services/table.ts';
import { isNamespace } from './services/values.ts';

export interface ParsedServices {
  readonly services: readonly Service[];
  readonly faults: readonly ConfigFault[];
}

/** Reads an inventory. Nothing that looks like an entry is ever dropped: what can't be read of it makes it P0. */
export function parseServices(text: string, file: string): ParsedServices {
  const { entries, rows } = readBlocks(text);
  if (entries.length === 0) {
    const message = `found no services, expected entries such as "1.1 mysql" below a heading such as "1. Critical Services (P0)"; the format is told in docs/services-txt.md`;
    return { services: [], faults: [{ file, line: 1, column: 1, message }] };
  }
  const read = entries.map((entry) => readEntry(entry, file));
  const { services, faults } = mergeDuplicates(
    read.map(({ service }) => service),
    file,
  );
  const table = readTable(rows);
  const placed = services.map((service) => withTable(service, table));
  return {
    services: withDataLayers(resolveDependencies(placed)).map(finish),
    faults: [...read.flatMap((entry) => entry.faults), ...faults].sort(
      (a, b) => a.line - b.line || a.column - b.column,
    ),
  };
}

/** The table fills what the entry doesn't say; an entry without any namespace is looked for in the one of its name. */
function withTable(service: Draft, table: ReadonlyMap<string, TableRow>): Draft {
  const row = [service.name, ...service.aliases]
    .map((name) => table.get(name.toLowerCase()))
    .find((found) => found !== undefined);
  const { app, path, repo } = service.gitops;
  const guess = [service.name, ...service.aliases].filter(isNamespace).slice(0, 1);
  const namespaces = [service.namespaces, row?.namespaces ?? [], guess].find((names) => names.length > 0) ?? [];
  return { ...service, namespaces, gitops: { app: app ?? row?.app ?? null, path: path ?? row?.path ?? null, repo } };
}

function finish({ column: _column, roleSaysNo: _roleSaysNo, ...service }: Draft): Service {
  return service;
}
