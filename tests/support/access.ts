import type { KubernetesDeps, Scan } from '../../mcp-servers/kubernetes/deps.ts';
import { type AccessSettings, liveAccess } from '../../src/collect/access-live.ts';
import { recordedAccess } from '../../src/collect/access-recorded.ts';
import type { ClusterAccess } from '../../src/collect/cluster-access.ts';
import { findCredentials } from '../../src/collect/credentials.ts';
import { openLink } from '../../src/collect/http.ts';
import type { ContainerLog, Snapshot } from '../../src/kinds/snapshot.ts';
import type { Tool, ToolOutcome } from '../../src/mcp/tool.ts';
import { redact } from '../../src/platform/redact/redact.ts';
import { CLOCK } from './collecting.ts';
import { NOW, type SceneOptions, snapshotOf } from './view.ts';

/** Access to a fake API server; its waits are short enough for a test. */
export function liveAccessTo(kubeconfig: string, settings: Partial<AccessSettings> = {}): ClusterAccess {
  const credentials = findCredentials({ kubeconfig, context: null, home: null, serviceHost: null, servicePort: null });
  return liveAccess(openLink(credentials), {
    clock: CLOCK,
    callTimeoutMs: 2_000,
    retry: { retries: 1, firstWaitMs: 5, longestWaitMs: 20, timeoutRetries: 0 },
    ...settings,
  });
}

export interface Recorded extends SceneOptions {
  /** Text by `namespace/pod/container`, or `…/previous`. */
  readonly logs?: Readonly<Record<string, string>>;
  readonly parts?: Partial<Snapshot>;
}

export function recordedAccessTo(
  objects: readonly object[],
  { logs = {}, parts, ...scene }: Recorded = {},
): ClusterAccess {
  const snapshot = snapshotOf(objects, scene);
  return recordedAccess({ ...snapshot, logs: Object.entries(logs).map(([where, text]) => log(where, text)), ...parts });
}

function log(where: string, text: string): ContainerLog {
  const [namespace = '', name = '', container = '', run] = where.split('/');
  return {
    pod: { kind: 'Pod', namespace, name },
    container,
    previous: run === 'previous',
    text: redact(text),
    cut: false,
  };
}

export const QUIET: Scan = { takenAt: NOW, cluster: 'test', findings: [], services: [], gaps: [] };

export function depsWith(access: ClusterAccess, scan: Scan = QUIET): KubernetesDeps {
  return { access, scan: async () => scan, now: () => NOW };
}

/** Calls a tool as a client does: unchecked arguments in, whatever comes out. */
export function callTool(tool: Tool<KubernetesDeps>, access: ClusterAccess, args: unknown): Promise<ToolOutcome> {
  return tool.call(args, depsWith(access), new AbortController().signal);
}

/** The data of an answer that must have come. */
export function dataOf(outcome: ToolOutcome): Record<string, unknown> {
  if (!outcome.ok) throw new Error(`the tool failed: ${outcome.text}`);
  return outcome.data;
}
