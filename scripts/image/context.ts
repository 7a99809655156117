import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a builder would be sent of a folder: everything that its .dockerignore lets through. */
export interface Context {
  readonly folder: string;
  /** The files at or below a path, relative to the folder. Throws when there are none, as a builder would. */
  readonly filesOf: (path: string) => readonly string[];
}

export function buildContext(folder: string): Context {
  const file = join(folder, '.dockerignore');
  const admits = ignoreRules(existsSync(file) ? readFileSync(file, 'utf8') : '');
  return {
    folder,
    filesOf: (path) => {
      const files = below(folder, path.replace(/^\.?\/|\/$/g, '')).filter(admits);
      if (files.length === 0) throw new Error(`COPY ${path}: not there, or left out by .dockerignore`);
      return files;
    },
  };
}

/** The last line that matches a path or one of its folders decides. */
export function ignoreRules(text: string): (path: string) => boolean {
  const rules = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ admits: line.startsWith('!'), pattern: patternOf(line.replace(/^!/, '')) }));
  return (path) => {
    const parts = path.split('/');
    const paths = parts.map((_part, index) => parts.slice(0, index + 1).join('/'));
    const rule = rules.findLast(({ pattern }) => paths.some((each) => pattern.test(each)));
    return rule?.admits ?? true;
  };
}

/** `*` takes names with a dot in front too, which Node's own globs do not. */
function patternOf(glob: string): RegExp {
  const parts = glob.replace(/^\/|\/$/g, '').split(/(\*\*\/|\*\*|\*|\?)/);
  const known: Readonly<Record<string, string>> = { '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]' };
  return new RegExp(`^${parts.map((part) => known[part] ?? part.replace(/[.+^${}()|[\]\\]/g, '\\$&')).join('')}$`);
}

function below(folder: string, path: string): readonly string[] {
  const full = join(folder, path);
  if (!existsSync(full)) return [];
  if (!lstatSync(full).isDirectory()) return [path];
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}
