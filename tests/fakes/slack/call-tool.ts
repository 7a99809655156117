import type { SlackDeps } from '../../../mcp-servers/slack/deps.ts';
import type { Tool, ToolOutcome } from '../../../src/mcp/tool.ts';
import { type Connected, connect } from './connect.ts';
import type { FakeSlackOptions } from './types.ts';

export interface Called extends Connected {
  readonly call: (args: Readonly<Record<string, unknown>>) => Promise<ToolOutcome>;
}

/** One tool with the real SDK behind it; it may write to #alerts and #critical-alerts. */
export async function toolOf(tool: Tool<SlackDeps>, options: Partial<FakeSlackOptions> = {}): Promise<Called> {
  const connected = await connect(options, 3000);
  const deps = {
    client: connected.client,
    channels: ['#alerts', 'critical-alerts', '#gone'],
    scrub: (text: string) => text,
  };
  return { ...connected, call: (args) => tool.call(args, deps, connected.signal) };
}
