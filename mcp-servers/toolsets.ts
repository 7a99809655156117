import type { Toolset } from '../src/mcp/tool.ts';
import { githubToolset } from './github/toolset.ts';
import { kubernetesToolset } from './kubernetes/toolset.ts';
import { slackToolset } from './slack/toolset.ts';

/** Every tool there is, for those who describe tools without calling them. */
export const ALL_TOOLSETS: readonly Toolset<never>[] = [kubernetesToolset, githubToolset, slackToolset];
