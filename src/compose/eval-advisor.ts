import type { Values } from '../config/settings.ts';
import type { AgentName } from '../domain/agent.ts';
import { recordedGithub } from '../evals/recorded-github.ts';
import type { Ask } from '../evals/run-evals.ts';
import { fixedClock } from '../platform/clock.ts';
import { ConfigError } from '../platform/errors.ts';
import type { SpendBook } from '../record/spend-book.ts';
import { modelInUse } from './model.ts';
import { snapshotSource } from './reading.ts';

/** The agents as a cycle asks them, their tools looking into the recording and the recorded commits of an eval. */
export function evalAdvisor(
  values: Values,
  book: SpendBook,
  only: readonly AgentName[],
  onProgress: (line: string) => void,
): Ask {
  return async (one, { questions, services }, signal) => {
    const source = await snapshotSource(
      one.recording,
      { namespaces: undefined, now: one.now },
      services,
      fixedClock(one.now),
    );
    try {
      const client = recordedGithub(one.changes);
      const github = async () => ({ client, repository: client.repository, branch: null });
      const setup = {
        values,
        book,
        noModel: false,
        source,
        services,
        github,
        only,
        purpose: 'eval' as const,
        onProgress,
        signal,
      };
      const { ask, whyNone } = (await modelInUse(setup)).part;
      if (ask === null) throw new ConfigError(`there is no model to ask: ${whyNone}`);
      return await ask(questions);
    } finally {
      source.close();
    }
  };
}
