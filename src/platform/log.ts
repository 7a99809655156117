/** Log lines for machines: one JSON object each, on stderr. People read the report. */
export interface Log {
  readonly info: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
  readonly debug: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
}

const SILENT: Log = { info: () => {}, debug: () => {} };
const WANTS_LINES = new Set(['trace', 'debug', 'info']);

/** The logger is loaded only for a level that would print something: starting fast is worth more. */
export async function openLog(level: string): Promise<Log> {
  if (!WANTS_LINES.has(level)) return SILENT;
  const { pinoLog } = await import('./pino-log.ts');
  return pinoLog(level);
}
