import { type Changes, isCommit, type Suspect } from '../domain/change.ts';
import { refText } from '../domain/object-ref.ts';
import { blame, type Decided } from '../escalate/escalate.ts';
import type { Judgement } from './judge.ts';
import type { Parts } from './parts.ts';

/**
 * The judgement again, once it is known which change very likely broke what, and of what it could not be told. The agents have no part
 * in it.
 */
export function afterBlame({ policy }: Parts, byRules: Judgement, changes: ReadonlyMap<string, Changes>): Judgement {
  const judgement = marked(byRules, changes);
  const culprits = new Map(
    [...changes].flatMap(([id, found]): [string, string][] => {
      const [first] = found.status === 'found' ? found.suspects : [];
      return first?.confidence === 'HIGH' ? [[id, nameOf(first.change)]] : [];
    }),
  );
  if (culprits.size === 0) return judgement;
  return { ...judgement, decided: blame(judgement.decided, culprits, policy, judgement.now) };
}

/** The same judgement where nothing is new. */
function marked(judgement: Judgement, changes: ReadonlyMap<string, Changes>): Judgement {
  const isUnread = ({ id, changesUnread }: Decided['incident']) =>
    changes.has(id) ? changes.get(id)?.status === 'unread' : changesUnread;
  const { decided } = judgement;
  if (decided.every(({ incident }) => incident.changesUnread === isUnread(incident))) return judgement;
  return {
    ...judgement,
    decided: decided.map((d) => ({ ...d, incident: { ...d.incident, changesUnread: isUnread(d.incident) } })),
  };
}

function nameOf(change: Suspect['change']): string {
  return isCommit(change)
    ? `commit ${change.sha.slice(0, 7)}`
    : `a change of ${refText(change.object)} (${change.text})`;
}
