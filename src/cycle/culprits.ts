import { type Changes, isCommit, type Suspect } from '../domain/change.ts';
import { refText } from '../domain/object-ref.ts';
import { blame } from '../escalate/escalate.ts';
import type { Judgement } from './judge.ts';
import type { Parts } from './parts.ts';

/** The judgement again, once it is known which change very likely broke what. The agents have no part in it. */
export function afterBlame({ policy }: Parts, judgement: Judgement, changes: ReadonlyMap<string, Changes>): Judgement {
  const culprits = new Map(
    [...changes].flatMap(([id, found]): [string, string][] => {
      const [first] = found.status === 'found' ? found.suspects : [];
      return first?.confidence === 'HIGH' ? [[id, nameOf(first.change)]] : [];
    }),
  );
  if (culprits.size === 0) return judgement;
  return { ...judgement, decided: blame(judgement.decided, culprits, policy, judgement.now) };
}

function nameOf(change: Suspect['change']): string {
  return isCommit(change)
    ? `commit ${change.sha.slice(0, 7)}`
    : `a change of ${refText(change.object)} (${change.text})`;
}
