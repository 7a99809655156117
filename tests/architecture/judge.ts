// Compares one file with the rules of the house and says every fault in a sentence.
import { posix } from 'node:path';
import { DOMAIN_PACKAGES, MAY_IMPORT, ONE_PLACE, PACKAGE_HOME, type Room, SHARED_BY_SERVERS } from './rules.ts';
import { COMPUTED, type Source } from './source.ts';

export function judge(source: Source): string[] {
  const room = roomOf(source.path);
  if (room === undefined) return [`${source.path}: no such room; give it a line in tests/architecture/rules.ts`];
  return [...judgeImports(source, room), ...judgeUses(source)];
}

function judgeImports({ path, imports }: Source, room: Room): string[] {
  const isTest = path.endsWith('.test.ts');
  return imports.flatMap((specifier) => {
    if (specifier === COMPUTED) return [`${path}: an import of a computed name can't be judged`];
    if (specifier.startsWith('.')) {
      const imported = posix.join(posix.dirname(path), specifier);
      const target = roomOf(imported);
      const [server, other] = [serverOf(path), serverOf(imported)];
      if (server !== null && other !== null && other !== server && other !== SHARED_BY_SERVERS)
        return [`${path}: one tool server may not import from another (${specifier})`];
      return target !== undefined && (mayImport(room, target) || (isTest && target === 'tests'))
        ? []
        : [`${path}: ${room} may not import ${target ?? 'an unknown room'} (${specifier})`];
    }
    return isTest ? [] : judgePackage(path, room, packageOf(specifier));
  });
}

function judgePackage(path: string, room: Room, name: string): string[] {
  const home = PACKAGE_HOME.find((entry) => entry.package === name);
  if (home && !home.rooms.includes(room)) return [`${path}: only ${home.rooms.join(', ')} may import ${name}`];
  if (room === 'domain' && !DOMAIN_PACKAGES.includes(name)) return [`${path}: domain may not import ${name}`];
  return [];
}

function judgeUses({ path, uses }: Source): string[] {
  if (path.endsWith('.test.ts')) return [];
  return uses.flatMap((use) => {
    const places: readonly string[] = ONE_PLACE[use];
    const allowed = places.some((place) => (place.endsWith('/') ? path.startsWith(place) : path === place));
    return allowed ? [] : [`${path}: ${use} belongs in ${places.join(' or ')}`];
  });
}

function mayImport(from: Room, to: Room): boolean {
  if (from === to) return true;
  if (from === 'root' || from === 'tests') return true;
  const allowed: readonly string[] = MAY_IMPORT[from];
  return allowed.includes(to);
}

/** The room of a path from the top of the repository; undefined when it is in src/ but nowhere we know. */
function roomOf(path: string): Room | undefined {
  const [top, folder = ''] = path.split('/');
  if (top === 'tests' || top === 'mcp-servers') return top;
  if (top !== 'src') return 'root';
  const room = folder.replace(/\.ts$/, '');
  return room in MAY_IMPORT && room !== 'mcp-servers' ? (room as Room) : undefined;
}

/** The folder of a tool server: `mcp-servers/github`. */
function serverOf(path: string): string | null {
  const [top, folder, ...rest] = path.split('/');
  return top === 'mcp-servers' && rest.length > 0 ? `${top}/${folder}` : null;
}

function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}
