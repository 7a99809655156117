import type { Evidence } from '../../../domain/finding.ts';
import type { Terminated } from '../../../kinds/container.ts';
import type { View } from '../../detector.ts';
import type { Slot } from './containers.ts';
import { eventEvidence } from './events.ts';
import { exitWords } from './exit-codes.ts';
import { killingProbe } from './probes.ts';

interface CrashCause {
  readonly words: string;
  /** The event that says more than the exit code. */
  readonly proof: readonly Evidence[];
}

/** Why a run ended, in words that follow a colon: what the kubelet killed it for, else its exit code. */
export function crashCause(view: View<'Event'>, slot: Slot, ended: Terminated | null): CrashCause {
  if (ended === null) return { words: 'how it ended is not recorded', proof: [] };
  const probe = ended.reason === 'OOMKilled' ? null : killingProbe(view, slot, ended);
  if (probe === null) return { words: exitWords(ended), proof: [] };
  const words = `it is killed because ${probe.words} (exit code ${ended.exitCode})`;
  return { words, proof: [eventEvidence(probe.event)] };
}
