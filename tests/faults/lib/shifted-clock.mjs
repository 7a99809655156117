// Preloaded into the monitor's process: its wall clock is off by what a file says at that moment, in milliseconds. Timers and the
// clock that only grows are left alone, as they are when somebody sets the clock of a machine.
import { readFileSync } from 'node:fs';

const file = process.env.CLOCK_FILE;
const RealDate = globalThis.Date;
const now = () => RealDate.now() + Number(readFileSync(file, 'utf8'));

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args) => (args.length === 0 ? new target(now()) : new target(...args)),
  apply: () => new RealDate(now()).toString(),
  get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
});
