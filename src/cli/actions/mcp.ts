import { Console } from 'node:console';
import packageJson from '../../../package.json' with { type: 'json' };
import { openToolServer } from '../../compose/tool-servers.ts';
import { effectiveSettings } from '../../config/effective.ts';
import { serveHttp } from '../../mcp/http.ts';
import { serverOf } from '../../mcp/serve.ts';
import { serveStdio } from '../../mcp/stdio.ts';
import type { RawMcpFlags } from '../commands/mcp.ts';
import { CONFIGURATION } from '../exit-codes.ts';
import { type McpFlags, parseMcpFlags } from '../mcp-flags.ts';
import { stopSwitch } from '../stop-switch.ts';
import { warn } from '../terminal.ts';

/** Serves until the client is gone or somebody stops it: both are the usual end, and no fault. */
export async function mcpAction(name: string, raw: RawMcpFlags): Promise<number> {
  const parsed = parseMcpFlags(name, raw);
  if ('faults' in parsed) {
    warn(parsed.faults);
    return CONFIGURATION;
  }
  const { flags } = parsed;
  // Standard output carries frames: what a library may want to say goes where it harms nobody.
  if (flags.http === null) globalThis.console = new Console(process.stderr);
  const stop = stopSwitch();
  try {
    const { context, snapshot, services, config } = raw;
    const tools = await openToolServer(flags.server, { context, snapshot, services, config }, stop.signal);
    try {
      await tools.serve((toolset, deps) => {
        const newServer = (): ReturnType<typeof serverOf> =>
          serverOf(toolset, deps, {
            version: packageJson.version,
            allowWrite: flags.allowWrite,
            scrub: tools.scrub,
          });
        return flags.http === null
          ? overStdio(newServer(), stop.signal)
          : overHttp(newServer, flags.http, raw.config, stop.signal);
      });
    } finally {
      await tools.close();
    }
    return 0;
  } catch (error) {
    if (stop.signal.aborted) return 0;
    throw error;
  } finally {
    stop.release();
  }
}

async function overStdio(server: ReturnType<typeof serverOf>, signal: AbortSignal): Promise<void> {
  if (process.stdin.isTTY) {
    warn(['speaks MCP on standard input and output; an MCP client starts it (k8s-monitor mcp --help). Ctrl-D ends it']);
  }
  await serveStdio(server, {
    input: process.stdin,
    output: process.stdout,
    signal,
    onFault: (line) => warn([line]),
  });
}

async function overHttp(
  newServer: () => ReturnType<typeof serverOf>,
  where: NonNullable<McpFlags['http']>,
  config: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const token = effectiveSettings({ CONFIG_FILE: config }).MCP_TOKEN?.reveal() ?? null;
  const serving = await serveHttp(newServer, { ...where, token });
  warn([`serving at ${serving.url}${token === null ? '' : ', with the token of MCP_TOKEN'}; Ctrl-C ends it`]);
  try {
    await untilAborted(signal);
  } finally {
    await serving.close();
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
