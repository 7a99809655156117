// A check that cannot fail protects nothing: these are sources that must be refused, and some that must not.
import { describe, expect, it } from 'vitest';
import { judge } from './judge.ts';
import { readSource } from './source.ts';

const faults = (path: string, text: string): string[] => judge(readSource(path, text));

describe('imports', () => {
  it.each([
    ['a step imports another step', 'src/notify/a.ts', `import { x } from '../escalate/state.ts';`],
    ['also for a type', 'src/notify/a.ts', `import type { X } from '../escalate/state.ts';`],
    ['also from deep inside', 'src/notify/render/a.ts', `import { x } from '../../collect/collect.ts';`],
    ['also when it passes it on', 'src/analyze/a.ts', `export { x } from '../collect/collect.ts';`],
    ['also all of it', 'src/analyze/a.ts', `export * from '../collect/collect.ts';`],
    ['also for its effect', 'src/analyze/a.ts', `import '../collect/collect.ts';`],
    ['also later', 'src/analyze/a.ts', `const x = await import('../collect/collect.ts');`],
    ['also inside a type', 'src/analyze/a.ts', `type X = import('../collect/collect.ts').X;`],
    ['also in a test', 'src/analyze/a.test.ts', `import { x } from '../collect/collect.ts';`],
    ['an import nobody can follow', 'src/notify/a.ts', `const x = await import('../' + name);`],
    ['domain imports a room', 'src/domain/a.ts', `import { x } from '../platform/clock.ts';`],
    ['domain imports a package', 'src/domain/a.ts', `import { readFile } from 'node:fs/promises';`],
    ['domain reads a file', 'src/domain/a.ts', `import p from '../../package.json' with { type: 'json' };`],
    ['platform imports config', 'src/platform/a.ts', `import { x } from '../config/env.ts';`],
    ['a step imports the cycle', 'src/record/a.ts', `import { x } from '../cycle/run-cycle.ts';`],
    ['compose imports the CLI', 'src/compose.ts', `import { x } from './cli/main.ts';`],
    ['a product file imports a test', 'src/cli/a.ts', `import { x } from '../../tests/support/x.ts';`],
    ['a room nobody knows', 'src/utils/a.ts', ''],
    ['the Kubernetes client elsewhere', 'src/analyze/a.ts', `import { KubeConfig } from '@kubernetes/client-node';`],
    ['a tool server imports another', 'mcp-servers/github/tools/a.ts', `import { x } from '../../kubernetes/a.ts';`],
    ['what servers share imports one', 'mcp-servers/shared/a.ts', `import { x } from '../slack/a.ts';`],
    ['the MCP SDK elsewhere', 'src/agents/a.ts', `import { x } from '@modelcontextprotocol/sdk/client/index.js';`],
  ])('%s', (_name, path, text) => {
    expect(faults(path, text)).toHaveLength(1);
  });

  it.each([
    ['src/notify/render/a.ts', `import { x } from '../outbox.ts'; import { y } from '../../domain/severity.ts';`],
    ['src/analyze/detectors/a.ts', `import { Pod } from '../../kinds/pod.ts';`],
    [
      'src/cycle/run-cycle.ts',
      `import { x } from '../collect/collect.ts'; import { y } from '../record/state-store.ts';`,
    ],
    ['src/compose.ts', `import { x } from './config/load.ts'; import { y } from './cycle/run-cycle.ts';`],
    ['src/cli/main.ts', `import p from '../../package.json' with { type: 'json' };`],
    ['src/domain/a.ts', `import { z } from 'zod'; // import { x } from '../cli/main.ts';`],
    ['src/domain/b.ts', 'const text = `\nimport { x } from "../cli/main.ts";\n`;'],
    ['src/analyze/a.test.ts', `import { pod } from '../../tests/support/objects.ts'; import { it } from 'vitest';`],
    ['mcp-servers/github/tools/a.ts', `import { x } from '../../shared/a.ts'; import { y } from '../asking.ts';`],
    ['mcp-servers/toolsets.ts', `import { x } from './github/toolset.ts'; import { y } from './slack/toolset.ts';`],
    ['src/collect/a.ts', `import { KubeConfig } from '@kubernetes/client-node';`],
  ])('%s is fine', (path, text) => {
    expect(faults(path, text)).toEqual([]);
  });
});

describe('one place', () => {
  it.each([
    ['process.env', `const home = process.env.HOME;`],
    ['process.env', `const home = process['env']['HOME'];`],
    ['process.env', `const { env } = process;`],
    ['process.env', `import { env } from 'node:process';`],
    ['process.env', `const home = globalThis.process.env.HOME;`],
    ['process.exit', `process.exit(1);`],
    ['process.exit', `import { exit } from 'node:process';`],
    ['console', `console.log('hello');`],
    ['console', `const { log } = console;`],
    ['the clock', `const now = Date.now();`],
    ['the clock', `const now = new Date();`],
    ['the clock', `const now = Date();`],
    ['the clock', `const now = DateTime.now();`],
    ['the clock', `const now = DateTime.utc();`],
  ])('%s: %s', (use, text) => {
    expect(faults('src/notify/a.ts', text)).toEqual([expect.stringContaining(use)]);
  });

  it.each([
    ['src/config/env.ts', `const home = process.env.HOME;`],
    ['src/cli/main.ts', `process.exit(1);`],
    ['src/cli/run.ts', `console.log('hello');`],
    ['src/platform/clock.ts', `const now = Date.now();`],
    ['src/notify/a.ts', `const then = new Date(0); const text = DateTime.utc(2026);`],
    ['src/notify/a.ts', `const words = 'console.log(process.env)'; process.exitCode = 1; // Date.now()`],
  ])('%s: %s is fine', (path, text) => {
    expect(faults(path, text)).toEqual([]);
  });
});
