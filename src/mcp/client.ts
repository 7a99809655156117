import type { ServerName } from './tool.ts';

/** A tool as a client sees it. */
export interface OfferedTool {
  readonly server: ServerName;
  readonly name: string;
  readonly description: string;
  /** False: the server says it writes. */
  readonly readOnly: boolean;
  /** JSON Schema of an object, without additional properties. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
}

/** What calling a tool gave. `ok: false` has the error as text, with a next step. */
export interface ToolResult {
  readonly ok: boolean;
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>> | null;
}

/** One connected tool server. */
export interface ToolClient {
  readonly server: ServerName;
  readonly tools: readonly OfferedTool[];
  /** Never rejects: a crash, a hang past `timeoutMs` or a bad frame is a result that says so. */
  call(name: string, args: unknown, signal: AbortSignal): Promise<ToolResult>;
  close(): Promise<void>;
}
