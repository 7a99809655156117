import pino from 'pino';
import type { Log } from './log.ts';

/** Characters that wait for whoever reads the log; more is dropped. */
const MOST_WAITING = 1 << 20;

/** Written at once where somebody reads. Where nobody does, the log waits and the program goes on: a pipe that is full stops nobody. */
export function pinoLog(level: string): Log {
  const stream = process.stderr;
  const write = (line: string): void => {
    if (stream.writableLength < MOST_WAITING) stream.write(line);
  };
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, { write });
  return {
    info: (message, facts = {}) => logger.info(facts, message),
    debug: (message, facts = {}) => logger.debug(facts, message),
  };
}
