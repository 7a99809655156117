// A small toolset with every way a tool can behave, for the tests of the MCP room.
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { defineTool, type Tool, ToolError, type Toolset } from '../../src/mcp/tool.ts';

/** What the tools saw. */
export interface Seen {
  /** Names of tools that were told to stop. */
  readonly stopped: string[];
  readonly notes: string[];
  /** Called when a tool begins. */
  readonly onStart?: (name: string) => void;
}

export const seen = (onStart?: (name: string) => void): Seen =>
  onStart === undefined ? { stopped: [], notes: [] } : { stopped: [], notes: [], onStart };

const nothing = z.object({});
const said = z.object({ said: z.string(), times: z.int() });

const echo = defineTool({
  name: 'echo',
  title: 'Echo',
  description: 'Gives back what it was given.',
  access: 'read',
  idempotent: true,
  input: z.object({ text: z.string(), times: z.int().min(1).max(3).default(1) }),
  output: said,
  handle: async ({ text, times }) => ({ data: { said: text, times }, text: text.repeat(times) }),
});

const refuse = defineTool({
  name: 'refuse',
  title: 'Refuse',
  description: 'Never works.',
  access: 'read',
  idempotent: true,
  input: nothing,
  output: said,
  handle: async () => {
    throw new ToolError('there is no pod web-1', 'list_resources shows the names');
  },
});

const wait = defineTool({
  name: 'wait',
  title: 'Wait',
  description: 'Takes a minute, and stops when it is told to.',
  access: 'read',
  idempotent: true,
  input: nothing,
  output: said,
  handle: async (_args, deps: Seen, signal) => {
    deps.onStart?.('wait');
    signal.addEventListener('abort', () => deps.stopped.push('wait'), { once: true });
    await sleep(60_000, undefined, { signal });
    return { data: { said: 'late', times: 1 }, text: 'late' };
  },
});

const pause = defineTool({
  name: 'pause',
  title: 'Pause',
  description: 'Takes as many milliseconds as it is told.',
  access: 'read',
  idempotent: true,
  input: z.object({ ms: z.int() }),
  output: said,
  handle: async ({ ms }, deps: Seen) => {
    deps.onStart?.('pause');
    await sleep(ms);
    return { data: { said: 'done', times: 1 }, text: 'done' };
  },
});

const note = defineTool({
  name: 'note',
  title: 'Note',
  description: 'Writes something down.',
  access: 'write',
  idempotent: false,
  input: z.object({ text: z.string() }),
  output: said,
  handle: async ({ text }, deps: Seen) => {
    deps.notes.push(text);
    return { data: { said: text, times: 1 }, text: 'noted' };
  },
});

/** What defineTool never lets happen: the tool itself breaks down, hangs, or answers what it did not promise. */
export const broken = (name: string, call: Tool<Seen>['call']): Tool<Seen> => ({ ...echo, name, title: name, call });
const never = new Promise<never>(() => {});
const crash = broken('crash', () => Promise.reject(new Error('the handler is gone')));
const hang = broken('hang', () => never);
const lie = broken('lie', async () => ({ ok: true, data: { said: 1 }, text: 'a number' }));

export const TOOLSET: Toolset<Seen> = {
  name: 'kubernetes',
  title: 'Test tools',
  instructions: 'Tools for tests.',
  tools: [echo, refuse, wait, pause, note],
};
export const BROKEN: Toolset<Seen> = { ...TOOLSET, tools: [echo, pause, crash, hang, lie] };
