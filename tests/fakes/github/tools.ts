import { onTestFinished } from 'vitest';
import type { GithubDeps } from '../../../mcp-servers/github/deps.ts';
import type { Tool, ToolOutcome } from '../../../src/mcp/tool.ts';
import { clientOf } from './client.ts';
import { HISTORY, REPOSITORY } from './history.ts';
import { type FakeGithub, fakeGithub } from './server.ts';
import type { FakeSetup } from './types.ts';

export interface GithubTools {
  readonly github: FakeGithub;
  readonly call: (tool: Tool<GithubDeps>, args: unknown) => Promise<ToolOutcome>;
}

/** The tools towards a fake GitHub, until the test is over. */
export async function githubTools(setup: Partial<FakeSetup> = {}): Promise<GithubTools> {
  const github = await fakeGithub({ repository: REPOSITORY, commits: HISTORY, ...setup });
  onTestFinished(() => github.close());
  const deps: GithubDeps = { client: clientOf(github.url, REPOSITORY), repository: REPOSITORY, branch: 'main' };
  return { github, call: (tool, args) => tool.call(args, deps, AbortSignal.timeout(10_000)) };
}
