import type { GithubDeps } from '../../mcp-servers/github/deps.ts';
import type { KubernetesDeps } from '../../mcp-servers/kubernetes/deps.ts';
import { effectiveSettings } from '../config/effective.ts';
import { inventoryFile, readInventory } from '../config/inventory.ts';
import type { Values } from '../config/settings.ts';
import type { ServerName, Toolset } from '../mcp/tool.ts';
import { systemClock } from '../platform/clock.ts';
import { ConfigError } from '../platform/errors.ts';
import { slackChannels } from './channels.ts';
import { githubInUse } from './github.ts';
import type { Opened } from './opened.ts';
import { tokenScrubber } from './own-tokens.ts';
import { liveSource, snapshotSource } from './reading.ts';
import { routingInUse } from './routing.ts';
import { scanOf } from './scan.ts';

export interface ToolServerOptions {
  readonly context?: string | undefined;
  readonly snapshot?: string | undefined;
  readonly services?: string | undefined;
  readonly config?: string | undefined;
}

/** A toolset with what its tools need, whatever that is: `serve` hands both to whoever runs it. */
export interface ToolServer {
  readonly serve: <T>(run: <D>(toolset: Toolset<D>, deps: D) => Promise<T>) => Promise<T>;
  /** Takes our own tokens out of what a tool answers, whoever put them there. */
  readonly scrub: (text: string) => string;
  readonly close: () => Promise<void> | void;
}

/** One tool server as a program of its own. Throws a ConfigError when a setting it needs is missing. */
export async function openToolServer(
  name: ServerName,
  options: ToolServerOptions,
  signal: AbortSignal,
): Promise<ToolServer> {
  const values = effectiveSettings({
    CONFIG_FILE: options.config,
    K3S_CONTEXT: options.context,
    SERVICES_FILE: options.services,
  });
  const scrub = tokenScrubber(values);
  switch (name) {
    case 'kubernetes': {
      const { kubernetesToolset } = await import('../../mcp-servers/kubernetes/toolset.ts');
      const { value, close } = await kubernetesDeps(values, options, signal);
      return { serve: (run) => run(kubernetesToolset, value), scrub, close };
    }
    case 'github': {
      const { githubToolset } = await import('../../mcp-servers/github/toolset.ts');
      const deps = await githubDeps(values);
      return { serve: (run) => run(githubToolset, deps), scrub, close: () => {} };
    }
    case 'slack': {
      const [{ slackToolset }, { slackDeps }] = await Promise.all([
        import('../../mcp-servers/slack/toolset.ts'),
        import('./slack-deps.ts'),
      ]);
      if (values.SLACK_BOT_TOKEN === null)
        throw new ConfigError('SLACK_BOT_TOKEN is not set: the slack server has nothing to post with');
      const { services } = readInventory(inventoryFile(values.SERVICES_FILE, process.cwd()));
      const { routing } = routingInUse(values, services);
      const deps = slackDeps(values, values.SLACK_BOT_TOKEN, slackChannels(values, routing));
      return { serve: (run) => run(slackToolset, deps), scrub, close: () => {} };
    }
  }
}

async function kubernetesDeps(
  values: Values,
  { snapshot }: ToolServerOptions,
  signal: AbortSignal,
): Promise<Opened<KubernetesDeps>> {
  const { services } = readInventory(inventoryFile(values.SERVICES_FILE, process.cwd()));
  const reading = { namespaces: undefined, now: undefined };
  const source =
    snapshot === undefined
      ? liveSource(values, reading, services, systemClock, { onProgress: () => {}, signal })
      : await snapshotSource(snapshot, reading, services, systemClock);
  const scan: KubernetesDeps['scan'] = async () => {
    const read = await source.read(null);
    if (read.status === 'read') return scanOf(read.snapshot, services);
    throw new Error(`the cluster could not be read: ${read.why}`);
  };
  return { value: { access: source.access, scan, now: () => source.clock.now() }, close: source.close };
}

async function githubDeps(values: Values): Promise<GithubDeps> {
  const github = githubInUse(values, null, systemClock);
  if (github === null) throw new ConfigError('GITHUB_REPOSITORY is not set: name the repository as owner/name');
  return github();
}
