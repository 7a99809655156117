// A scene: what earlier cycles left, what is so now, and what people have to be told of it.
import type { Script } from '../../fakes/slack/types.ts';
import type { Chance } from './chance.ts';
import type { Fault, Faults } from './realm.ts';
import type { CHANNELS } from './stage.ts';

export interface Scene {
  /** Cycles that ran to their end before, the oldest first. */
  readonly before: readonly Past[];
  readonly at: Date;
  readonly faults: Faults;
  /** The truth: exactly these messages, whatever happens to the process. */
  readonly tells: readonly Tell[];
  /** What Slack does in this cycle, and in those that repeat it; null: as usual. */
  readonly slack?: Script;
  readonly hasModel?: boolean;
}

export interface Past {
  readonly at: Date;
  readonly faults: Faults;
  readonly slack?: Script;
}

export interface Tell {
  readonly to: keyof typeof CHANNELS;
  /** All of it stands in the message. */
  readonly says: readonly string[];
  readonly isReply: boolean;
}

export type SceneMaker = (chance: Chance) => Scene;

/** Of the Wednesday on which all of it happens. */
export function at(hour: number, minute = 0): Date {
  return new Date(Date.UTC(2026, 10, 18, hour, minute));
}

export function down(since: Date): Fault {
  return { how: 'down', since };
}

export function degraded(since: Date): Fault {
  return { how: 'degraded', since };
}

export function all(names: readonly string[], fault: Fault): Faults {
  return Object.fromEntries(names.map((name) => [name, fault]));
}

/** A message of its own, in the channel of SEV-1 or in that of the rest. */
export function tell(severity: 1 | 2 | 3, ...says: readonly string[]): Tell {
  return { to: severity === 1 ? '#critical' : '#standard', says: [`[SEV-${severity}]`, ...says], isReply: false };
}

export function reply(to: Tell['to'], ...says: readonly string[]): Tell {
  return { to, says, isReply: true };
}

/** What a Slack that is down answers: nothing was taken. */
export const UNAVAILABLE: Script = () => ({ status: 503 });
