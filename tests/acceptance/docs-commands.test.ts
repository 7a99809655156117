// Every command that the pages tell people to type, typed: in a folder of a user, against a cluster with an outage.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { stateObjectNames } from '../../src/record/configmap/names.ts';
import { goodAgents } from '../support/answers.ts';
import { cli, type Ended, SERVICES, scratch } from '../support/cli.ts';
import { fakeObjects } from '../support/fake-objects.ts';
import { type World, world } from '../support/world.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const PAGES = [
  'README.md',
  'k8s/README.md',
  ...readdirSync(join(ROOT, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
];

interface Typed {
  readonly page: string;
  readonly line: string;
}

/** The lines of blocks of code that begin with the program; where they lead to it by a path, without it. */
function commandsOf(page: string): readonly Typed[] {
  let fence: string | null = null;
  return readFileSync(join(ROOT, page), 'utf8')
    .split('\n')
    .flatMap((text) => {
      const mark = /^```(\w*)/.exec(text);
      if (mark !== null) {
        fence = fence === null ? (mark[1] ?? '') : null;
        return [];
      }
      const code = fence === null ? /^ {4}(\S.*)/.exec(text)?.[1] : ['', 'sh'].includes(fence) ? text : undefined;
      const line = /^(?:\S*bin\/)?(k8s-monitor\s+[a-z].*)/.exec(code ?? '')?.[1];
      return line === undefined ? [] : [{ page, line }];
    });
}

const ALL = PAGES.flatMap(commandsOf);
/** What goes on until it is stopped. */
const LASTING = /--http/;
/** What says by its exit code that something is left to do: `doctor` here finds that two scopes are not given. */
const MAY_BE_ONE = /^k8s-monitor doctor/;

interface Place {
  readonly w: World;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
}

async function place(): Promise<Place> {
  const stored = fakeObjects('k8s-monitor', stateObjectNames('state'));
  const w = await world({ model: goodAgents, api: { stored } });
  // With room beside it: `--dir ../my-monitor`.
  const home = join(scratch(), 'home');
  mkdirSync(home);
  cpSync(join(ROOT, 'k8s'), join(home, 'k8s'), { recursive: true });
  const bin = join(scratch(), 'bin');
  mkdirSync(bin);
  symlinkSync(join(ROOT, 'bin', 'k8s-monitor'), join(bin, 'k8s-monitor'));
  cpSync(join(ROOT, 'agents'), join(home, 'my-agents'), { recursive: true });
  return { w, home, env: { ...w.env, PATH: `${bin}:${process.env['PATH'] ?? ''}` } };
}

function type(line: string, { home, env: own }: Place): Promise<Ended> {
  // Services of the inventory that comes with the program.
  const env = /--service mysql/.test(line) ? { ...own, SERVICES_FILE: SERVICES } : own;
  return new Promise((resolve) => {
    const child = spawn('sh', ['-c', `exec ${line}`], { cwd: home, env: { HOME: home, TMPDIR: home, ...env } });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => {
      said.stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said.stderr += chunk.toString();
      if (LASTING.test(line) && /http:\/\//.test(said.stderr)) child.kill('SIGTERM');
    });
    child.on('close', (code) => resolve({ code: code ?? 143, ...said }));
  });
}

/** What stands for something of the reader's own. */
async function real(line: string, { home, env, w }: Place): Promise<string> {
  const ask = async (args: readonly string[]) => (await cli(args, env, home)).stdout;
  let text = line.replaceAll('DIR', 'recording').replace(/ --port \d+/, ' --port 0');
  if (/unsilence/.test(text)) {
    text = text.replace(
      /S-[0-9a-f]{6}/,
      /S-[0-9a-f]{6}/.exec(await ask(['incidents', 'list', '--silences']))?.[0] ?? '',
    );
  }
  if (/outbox retry [0-9a-f]/.test(text)) {
    await cli(['run', '--once', '--no-model'], {
      ...env,
      SLACK_API_URL: 'http://127.0.0.1:9',
      STATE_DIR: join(home, 'down'),
    });
    const id = /\b[0-9a-f]{8}\b/.exec(await ask(['outbox', 'list', '--state', join(home, 'down')]))?.[0] ?? '';
    text = `${text.replace(/retry [0-9a-f]{8}/, `retry ${id}`)} --state ${join(home, 'down')}`;
  }
  // The newest cycle had nothing new to tell: the first one.
  if (/ latest /.test(text)) {
    const cycles = await ask(['cycles', 'list', '--output', 'json']);
    text = text.replace('latest', /\d{8}T\d{6}Z-[0-9a-f]{4}(?![\s\S]*\d{8}T\d{6}Z-)/.exec(cycles)?.[0] ?? '');
  }
  // There is no terminal here to ask on.
  if (/^k8s-monitor init(?!.*--yes)/.test(text)) text = text.replace('k8s-monitor init', 'k8s-monitor init --yes');
  if (/--context homelab/.test(text)) text = text.replace(' --context homelab', ` --context ${contextOf(w)}`);
  return text;
}

function contextOf({ env }: World): string {
  return /current-context"?:\s*"?([\w.-]+)/.exec(readFileSync(env['KUBECONFIG'] ?? '', 'utf8'))?.[1] ?? '';
}

it('there are some, on most pages', () => {
  expect(ALL.length).toBeGreaterThan(45);
  expect(new Set(ALL.map(({ page }) => page)).size).toBeGreaterThanOrEqual(10);
});

it('each command of the pages works', { timeout: 400_000 }, async () => {
  const at = await place();
  expect((await type('k8s-monitor run --once', at)).code).toBe(0);
  const wrong: string[] = [];
  for (const { page, line } of ALL) {
    const typed = await real(line, at);
    const { code, stderr } = await type(typed, at);
    const wanted = LASTING.test(line) ? [143] : MAY_BE_ONE.test(line) ? [0, 1] : [0];
    if (!wanted.includes(code)) wrong.push(`${page}: ${typed} ended with ${code}: ${stderr}`);
  }
  expect(wrong).toEqual([]);
});
