// Bundles the CLI into dist/: few files to read at the start, and what a command doesn't need stays in its own file.
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { build, type Plugin } from 'esbuild';

const root = join(import.meta.dirname, '..');
const outdir = join(root, 'dist');

/**
 * Node fills every export of a module it hands to an `import`, and so loads what only one of them needs: undici for the
 * WebSocket of node:http, all of webcrypto. Asked for directly they come without: some 20 ms and 3 MB of each run.
 */
const lazyBuiltins: Plugin = {
  name: 'lazy-builtins',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^(?:node:)?(?:http|https|crypto)$/ }, ({ path, kind }) =>
      kind === 'import-statement' ? { path, namespace: 'builtin' } : { path, external: true },
    );
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports=process.getBuiltinModule(${JSON.stringify(path)})`,
    }));
  },
};

const result = await build({
  absWorkingDir: root,
  entryPoints: { 'k8s-monitor': 'src/cli/entry.ts' },
  outdir,
  chunkNames: 'chunk-[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  // CommonJS packages inside an ES module call `require`.
  banner: {
    js: "import{createRequire as k8sMonitorRequire}from'node:module';const require=k8sMonitorRequire(import.meta.url);",
  },
  minifySyntax: true,
  minifyWhitespace: true,
  // Node prints the line an error came from.
  lineLimit: 160,
  legalComments: 'external',
  plugins: [lazyBuiltins],
  write: false,
  metafile: true,
  logLevel: 'warning',
}).catch(() => process.exit(1)); // esbuild has said why

// Only a build that worked replaces the last one; the manifest beside it is made by `npm run generate`.
await mkdir(outdir, { recursive: true });
for (const name of await readdir(outdir)) {
  if (name !== 'install.yaml') await rm(join(outdir, name), { recursive: true, force: true });
}
for (const file of result.outputFiles) {
  await mkdir(dirname(file.path), { recursive: true });
  await writeFile(file.path, file.contents);
}

if (process.argv.includes('--sizes')) {
  for (const [path, output] of Object.entries(result.metafile.outputs).sort(([, a], [, b]) => b.bytes - a.bytes)) {
    console.log(`${String(Math.ceil(output.bytes / 1024)).padStart(6)} KiB  ${relative('dist', path)}`);
    const largest = Object.entries(output.inputs).sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput);
    for (const [input, { bytesInOutput }] of largest.slice(0, 5)) {
      console.log(`        ${String(Math.ceil(bytesInOutput / 1024)).padStart(5)} KiB  ${input}`);
    }
  }
}
