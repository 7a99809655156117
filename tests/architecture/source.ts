// Reads what a source file imports and uses from its syntax tree, so that comments and strings can't mislead.
import { parseSync, Visitor } from 'oxc-parser';
import type { ONE_PLACE } from './rules.ts';

type Guarded = keyof typeof ONE_PLACE;

/** Stands for the name in `import(name)`. */
export const COMPUTED = '(computed)';

export interface Source {
  readonly path: string;
  readonly imports: readonly string[];
  readonly uses: readonly Guarded[];
}

type Call = Parameters<NonNullable<ConstructorParameters<typeof Visitor>[0]['CallExpression']>>[0];
type Node = Call['callee'];

export function readSource(path: string, text: string): Source {
  const { program, module, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);

  const imports = module.staticImports.map((entry) => entry.moduleRequest.value);
  for (const { entries } of module.staticExports) {
    for (const entry of entries) if (entry.moduleRequest) imports.push(entry.moduleRequest.value);
  }
  const uses = new Set<Guarded>();

  new Visitor({
    ImportDeclaration(node) {
      if (!/^(node:)?process$/.test(node.source.value)) return;
      for (const { type, ...specifier } of node.specifiers) {
        const name = type === 'ImportSpecifier' && 'imported' in specifier ? nameOf(specifier.imported) : undefined;
        if (name === 'env') uses.add('process.env');
        if (name === 'exit') uses.add('process.exit');
      }
    },
    ImportExpression(node) {
      imports.push(node.source.type === 'Literal' ? String(node.source.value) : COMPUTED);
    },
    TSImportType(node) {
      imports.push(node.source.value);
    },
    MemberExpression(node) {
      const member = memberOf(node);
      if (member === 'process.env' || member === 'process.exit') uses.add(member);
      if (member?.startsWith('console.')) uses.add('console');
    },
    VariableDeclarator(node) {
      // const { env } = process
      if (node.init?.type !== 'Identifier' || node.id.type !== 'ObjectPattern') return;
      for (const property of node.id.properties) {
        const name = property.type === 'Property' ? `${node.init.name}.${nameOf(property.key)}` : undefined;
        if (name === 'process.env' || name === 'process.exit') uses.add(name);
        if (name?.startsWith('console.')) uses.add('console');
      }
    },
    CallExpression(node) {
      if (readsClock(node)) uses.add('the clock');
    },
    NewExpression(node) {
      if (nameOf(node.callee) === 'Date' && node.arguments.length === 0) uses.add('the clock');
    },
  }).visit(program);

  return { path, imports, uses: [...uses] };
}

function readsClock(call: Call): boolean {
  if (nameOf(call.callee) === 'Date') return true;
  const member = memberOf(call.callee);
  if (member === 'Date.now' || member === 'DateTime.now') return true;
  return (member === 'DateTime.local' || member === 'DateTime.utc') && call.arguments.length === 0;
}

/** `a.b` and `a['b']` as 'a.b'; also `globalThis.a.b`. */
function memberOf(node: Node): string | undefined {
  if (node.type !== 'MemberExpression') return undefined;
  const name = nameOf(node.property);
  if (name === undefined || (node.computed && node.property.type === 'Identifier')) return undefined;
  const object = memberOf(node.object)?.replace(/^globalThis\./, '') ?? nameOf(node.object);
  return object === undefined ? undefined : `${object}.${name}`;
}

function nameOf(node: { type: string; name?: unknown; value?: unknown }): string | undefined {
  if (node.type === 'Identifier') return String(node.name);
  return node.type === 'Literal' ? String(node.value) : undefined;
}
