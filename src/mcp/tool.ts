import { z } from 'zod';
import { messageOf } from '../platform/errors.ts';

/** Names of the tool servers; a tool's full name is `mcp__<server>__<tool>`. */
export type ServerName = (typeof SERVER_NAMES)[number];
export const SERVER_NAMES = ['kubernetes', 'github', 'slack'] as const;

/** What a tool answers: structured content, and the same for readers as short text. */
export interface ToolAnswer<O> {
  readonly data: O;
  readonly text: string;
}

/** A tool could not do what it was asked. The message says what to do next. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
  /** What the caller can do: `list_resources shows the names`. */
  readonly nextStep: string;

  constructor(message: string, nextStep: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.nextStep = nextStep;
  }
}

/** What may be given is what the schema names, and nothing else. */
type Input<S extends z.core.$ZodLooseShape> = z.ZodObject<S, z.core.$strict>;

export interface ToolSpec<D, S extends z.core.$ZodLooseShape, O extends z.ZodObject> {
  /** snake_case, unique in its server. */
  readonly name: string;
  readonly title: string;
  /** For the model: what it gives and when to use it, in a sentence or two. */
  readonly description: string;
  readonly access: 'read' | 'write';
  /** Calling it twice with the same arguments changes nothing more than calling it once. */
  readonly idempotent: boolean;
  readonly input: Input<S>;
  readonly output: O;
  handle(args: z.output<Input<S>>, deps: D, signal: AbortSignal): Promise<ToolAnswer<z.input<O>>>;
}

export type ToolOutcome =
  | { readonly ok: true; readonly data: Record<string, unknown>; readonly text: string }
  | { readonly ok: false; readonly text: string };

/** A tool as data; its argument types are checked inside `call`. */
export interface Tool<D> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly access: 'read' | 'write';
  readonly idempotent: boolean;
  readonly input: z.ZodObject;
  readonly output: z.ZodObject;
  /** Checks the arguments and the answer. Never rejects, but for the signal: what went wrong is text with a next step. */
  call(args: unknown, deps: D, signal: AbortSignal): Promise<ToolOutcome>;
}

export interface Toolset<D> {
  readonly name: ServerName;
  readonly title: string;
  /** For the client's model: what the server is for. */
  readonly instructions: string;
  readonly tools: readonly Tool<D>[];
}

export function defineTool<D, S extends z.core.$ZodLooseShape, O extends z.ZodObject>(
  spec: ToolSpec<D, S, O>,
): Tool<D> {
  const { name, title, description, access, idempotent, output } = spec;
  const input = spec.input.strict();
  const call: Tool<D>['call'] = async (args, deps, signal) => {
    const parsed = input.safeParse(args);
    if (!parsed.success)
      return failed(`${name}: ${z.prettifyError(parsed.error)}`, 'mend the arguments and call again');
    try {
      const { data, text } = await spec.handle(parsed.data, deps, signal);
      return { ok: true, data: output.parse(data), text };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ToolError) return failed(error.message, error.nextStep);
      return failed(`${name} failed: ${messageOf(error)}`, GO_ON);
    }
  };
  return { name, title, description, access, idempotent, input, output, call };
}

/** What an agent does without an answer. */
export const GO_ON = 'go on without it, and say that it was not checked';

function failed(what: string, nextStep: string): ToolOutcome {
  return { ok: false, text: `${what}. Next: ${nextStep}.` };
}
