import { SERVER_NAMES, type ServerName } from '../mcp/tool.ts';
import type { RawMcpFlags } from './commands/mcp.ts';

export interface McpFlags {
  readonly server: ServerName;
  /** Null: standard input and output. */
  readonly http: { readonly host: string; readonly port: number } | null;
  readonly allowWrite: boolean;
}

const KUBERNETES_ONLY = ['context', 'snapshot', 'services'] as const;
const HTTP_ONLY = ['port', 'host'] as const;

/** Checks all flags; says everything that is wrong with them, not only the first thing. */
export function parseMcpFlags(
  name: string,
  raw: RawMcpFlags,
): { readonly flags: McpFlags } | { readonly faults: readonly string[] } {
  const faults: string[] = [];
  const server = SERVER_NAMES.find((one) => one === name);
  if (server === undefined) faults.push(`there is no tool server "${name}": ${SERVER_NAMES.join(', ')} are there`);
  for (const [flag, value] of Object.entries(raw)) {
    if (value === '') faults.push(`--${flag} needs a value, not an empty one`);
  }
  if (server !== undefined && server !== 'kubernetes') {
    const misplaced = KUBERNETES_ONLY.filter((flag) => raw[flag] !== undefined);
    faults.push(...misplaced.map((flag) => `--${flag} is for the kubernetes server: leave it out`));
  }
  if (raw.http === undefined) {
    const misplaced = HTTP_ONLY.filter((flag) => raw[flag] !== undefined);
    faults.push(...misplaced.map((flag) => `--${flag} is for HTTP: add --http`));
  }
  const port = Number(raw.port ?? 3000);
  if (!/^\d{1,5}$/.test(raw.port ?? '3000') || port > 65_535) {
    faults.push(`--port takes a number from 0 to 65535, not "${raw.port}"`);
  }
  if (server === undefined || faults.length > 0) return { faults };
  const http = raw.http === undefined ? null : { host: raw.host ?? '127.0.0.1', port };
  // Over its own pipe only the program that started us can ask, and that is asked by its user.
  return { flags: { server, http, allowWrite: http === null || raw.allowWrite === true } };
}
