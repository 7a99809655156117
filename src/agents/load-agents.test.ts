import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LOGS } from '../../tests/support/agents.ts';
import { AGENT_NAMES } from '../domain/agent.ts';
import { loadAgents } from './load-agents.ts';

const EVENTS = 'mcp__kubernetes__get_events';
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agents-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const HEAD = ['name: k8s-analyzer', 'description: Finds causes.', 'model: claude-haiku-4-5-20251001'];
const file = (head: readonly string[], body = 'Look closely.') => `---\n${head.join('\n')}\n---\n\n${body}\n`;
const write = (text: string | Uint8Array, name = 'k8s-analyzer.md') => writeFile(join(folder, name), text);
const load = (anthropic = true) => loadAgents(folder, [LOGS, EVENTS], anthropic);

/** The faults of k8s-analyzer, as `line:column message`. */
async function faults(anthropic = true): Promise<string[]> {
  const { agents, faults: all } = await load(anthropic);
  const mine = all.filter(({ agent }) => agent === 'k8s-analyzer');
  expect(agents['k8s-analyzer'] === undefined).toBe(mine.length > 0);
  return mine.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

describe('loading the agents', () => {
  it('reads front matter and prompt, with what is usual for what is not said', async () => {
    await write(file(HEAD));
    const { agents } = await load();
    expect(agents['k8s-analyzer']).toEqual({
      name: 'k8s-analyzer',
      description: 'Finds causes.',
      model: 'claude-haiku-4-5-20251001',
      tools: [],
      maxTurns: 5,
      maxTokens: 1500,
      prompt: 'Look closely.',
      file: join(folder, 'k8s-analyzer.md'),
      lines: { name: 2, description: 3, model: 4, prompt: 7 },
    });
  });

  it.each([
    ['a list', `tools:\n  - ${LOGS}\n  - ${EVENTS}`],
    ['a flow list', `tools: [${LOGS}, ${EVENTS}, ${LOGS}]`],
    ['names with commas', `tools: ${LOGS}, ${EVENTS}`],
  ])('takes tools as %s', async (_what, tools) => {
    await write(file([...HEAD, tools, 'maxTurns: 4', 'maxTokens: 256']));
    const { agents } = await load();
    expect(agents['k8s-analyzer']).toMatchObject({ tools: [LOGS, EVENTS], maxTurns: 4, maxTokens: 256 });
  });

  it('takes a byte order mark and the line ends of Windows', async () => {
    await write(`\ufeff${file(HEAD).replaceAll('\n', '\r\n')}`);
    expect(await faults()).toEqual([]);
  });

  it('says for each agent that is missing what to do, and loads the others', async () => {
    await write(file(HEAD));
    const { agents, faults: all } = await load();
    expect(Object.keys(agents)).toEqual(['k8s-analyzer']);
    expect(all.map(({ agent, line }) => `${agent} ${line}`)).toEqual(AGENT_NAMES.slice(1).map((name) => `${name} 0`));
    expect(all[0]?.message).toContain('is not there; copy the one that comes with k8s-monitor');
    const none = await loadAgents(join(folder, 'nowhere'), [], true);
    expect(none.faults).toHaveLength(4);
    expect(none.faults[3]?.message).toContain('--agents DIR or AGENTS_DIR');
  });

  it.each([
    ['no front matter', 'You are an agent.\n', '1:1 does not begin with ---'],
    ['no end of it', '---\nname: k8s-analyzer\n', '1:1 the front matter has no end'],
    ['broken YAML', file(['name: [k8s', 'description: x']), '3:1 is not valid YAML'],
    ['a key twice', file([...HEAD, 'model: x']), '5:1 is not valid YAML: Map keys must be unique'],
    ['no map', file(['just words']), '2:1 the front matter has no keys'],
    ['another name', file(HEAD.with(0, 'name: other')), '2:7 name is "other"; the file is k8s-analyzer.md, so write'],
    ['no model', file(HEAD.slice(0, 2)), '1:1 model is missing; write model: claude-haiku-4-5-20251001'],
    ['an empty description', file(HEAD.with(1, 'description:')), '3:13 description is empty; write a text'],
    ['another model', file(HEAD.with(2, 'model: claude-opus-5')), '4:8 model "claude-opus-5" is not a Haiku model'],
    ['a short name of Claude Code', file(HEAD.with(2, 'model: haiku')), '4:8 model "haiku" is not a Haiku model'],
    ['too many turns', file([...HEAD, 'maxTurns: 6']), '5:11 maxTurns is 6; write a whole number from 1 to 5'],
    ['tokens as text', file([...HEAD, 'maxTokens: "many"']), '5:12 maxTokens is "many"; write a whole number'],
    [
      'a key that is nearly one',
      file([...HEAD, 'max_turns: 3']),
      '5:1 "max_turns" is no key of an agent; write maxTurns',
    ],
    [
      'an unknown key',
      file([...HEAD, 'color: red']),
      '5:1 "color" is no key of an agent; the keys are name, description',
    ],
    ['an unknown tool', file([...HEAD, 'tools:', '  - Bash']), '6:5 tool "Bash" is not a read tool of k8s-monitor'],
    [
      'a writing tool',
      file([...HEAD, 'tools: mcp__slack__post_message']),
      '5:8 tool "mcp__slack__post_message" is not',
    ],
    ['tools as a map', file([...HEAD, 'tools: { a: b }']), '5:8 tools is neither a word nor a number; write a list'],
    ['no prompt', file(HEAD, ''), '5:1 there is no prompt'],
    ['a long prompt', file(HEAD, 'x'.repeat(33 * 1024)), '7:1 the prompt has 33 KiB; make it at most 32 KiB'],
  ])('says where and how to mend it: %s', async (_what, text, fault) => {
    await write(text);
    const found = await faults();
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(fault);
  });

  it('tells all that is wrong at once', async () => {
    await write(file(['name: k8s-analyzer', 'model: gpt', 'maxTurns: 0'], ''));
    expect(await faults()).toHaveLength(4);
  });

  it('takes any model on an endpoint of its own', async () => {
    await write(file(HEAD.with(2, 'model: qwen3:4b')));
    expect(await faults(false)).toEqual([]);
  });

  it('reads nothing from outside the folder, nothing odd and nothing huge', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'outside-'));
    await writeFile(join(outside, 'secret.md'), file(HEAD));
    await symlink(join(outside, 'secret.md'), join(folder, 'k8s-analyzer.md'));
    await mkdir(join(folder, 'github-reviewer.md'));
    await write('x'.repeat(50_000), 'escalation-manager.md');
    await write(Uint8Array.of(0x2d, 0x2d, 0x2d, 0xff), 'slack-notifier.md');
    const { agents, faults: all } = await load();
    rmSync(outside, { recursive: true });
    expect(agents).toEqual({});
    expect(all.map(({ message }) => message.split(';')[0])).toEqual([
      'is a link that leads out of the folder of the agents',
      'is not a plain file',
      'is larger than 40 KiB',
      'is not valid UTF-8',
    ]);
  });

  it('follows the links of a mounted ConfigMap', async () => {
    await mkdir(join(folder, '..2025_11_21'));
    await write(file(HEAD), '..2025_11_21/k8s-analyzer.md');
    await symlink('..2025_11_21', join(folder, '..data'));
    await symlink('..data/k8s-analyzer.md', join(folder, 'k8s-analyzer.md'));
    expect(await faults()).toEqual([]);
  });
});
