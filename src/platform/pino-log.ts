import pino from 'pino';
import type { Log } from './log.ts';

/** Written at once: what a crashing process said last must not be lost in a buffer. */
export function pinoLog(level: string): Log {
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  );
  return {
    info: (message, facts = {}) => logger.info(facts, message),
    debug: (message, facts = {}) => logger.debug(facts, message),
  };
}
