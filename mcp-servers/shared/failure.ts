import { ToolError } from '../../src/mcp/tool.ts';
import { redact } from '../../src/platform/redact/redact.ts';

/** As ToolErrors say it: what a stranger wrote is redacted, and cut. */
export function failure(what: string, nextStep: string, cause?: unknown): ToolError {
  return new ToolError(redact(what, 1200), redact(nextStep, 400), cause);
}
