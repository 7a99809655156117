import { correlate } from '../../src/correlate/correlate.ts';
import type { Incidence } from '../../src/correlate/incidence.ts';
import type { Changes, Suspect } from '../../src/domain/change.ts';
import { HOUR, MINUTE } from '../../src/domain/duration.ts';
import { fixedClock } from '../../src/platform/clock.ts';
import type { CommitStep, Step } from '../fakes/git/history.ts';
import { madeOf, sourceAt } from '../fakes/git/source.ts';
import { incidence, synced } from '../support/incidence.ts';
import type { CaseStep, Edit, LabelledCase } from './case.ts';
import { SERVICES, world } from './world.ts';

const ONSET = new Date('2026-03-10T14:12:00Z');
const before = (minutes: number) => new Date(ONSET.getTime() - minutes * MINUTE);

/** The whole way: a real repository, the Git source, the rules. `noise` unrelated commits lie among the others. */
export async function runCase(one: LabelledCase, noise: number): Promise<Changes> {
  const made = await madeOf(historyFor(one, noise));
  const now = new Date(ONSET.getTime() + 10 * MINUTE);
  const source = sourceAt(made.dir, now);
  const options = {
    clock: fixedClock(now),
    deadlineMs: 60_000,
    signal: new AbortController().signal,
    whyNone: '',
    history: null,
  };
  const asked = incidenceOf(one, now);
  const changes = (await correlate([asked], source, options)).get(asked.id);
  if (changes === undefined) throw new Error('nothing was said');
  return changes;
}

/** Title of the commit; of what the cluster itself tells its text. */
export function titleOf({ change }: Suspect): string {
  return 'subject' in change ? change.subject : change.text;
}

function incidenceOf({ service, needs = [], faults, words = [] }: LabelledCase, now: Date): Incidence {
  return incidence(ONSET, synced(service), { faults, words, now, dependencies: needs.map(synced) });
}

/** The world, five days before; then the steps of the case and the noise, by time. */
function historyFor({ name, service, needs = [], steps }: LabelledCase, noise: number): readonly Step[] {
  const trees = new Map([['main', world()]]);
  const begin: Step = { commit: 'begin', at: before(5 * 24 * 60), files: Object.fromEntries(world()) };
  const others = SERVICES.filter((app) => app !== service && !needs.includes(app));
  const all = [...steps, ...noiseOf(name, others, noise)].sort((a, b) => b.before - a.before);
  return [begin, ...all.flatMap((one) => stepsFor(one, trees))];
}

function stepsFor(one: CaseStep, trees: Map<string, Map<string, string>>): readonly Step[] {
  const branch = one.branch ?? 'main';
  const begins: Step[] = trees.has(branch) ? [] : [{ branch, to: 'main' }];
  const tree = trees.get(branch) ?? new Map(trees.get('main'));
  trees.set(branch, tree);
  const files: Record<string, string | null> = {};
  const set = (path: string, text: string | null) => {
    files[path] = text;
    if (text === null) tree.delete(path);
    else tree.set(path, text);
  };
  if (one.merges !== undefined) {
    for (const [path, text] of trees.get(one.merges) ?? []) if (tree.get(path) !== text) set(path, text);
  }
  for (const edit of one.edits) apply(edit, tree, set);
  const commit: CommitStep = {
    commit: one.title,
    at: before(one.before),
    authoredAt: before(one.authoredBefore ?? one.before),
    branch,
    files,
    ...(one.merges === undefined ? {} : { merges: one.merges }),
  };
  return [...begins, commit];
}

function apply(edit: Edit, tree: ReadonlyMap<string, string>, set: (path: string, text: string | null) => void): void {
  const old = tree.get(edit.path);
  if ('add' in edit) {
    set(edit.path, edit.add);
    return;
  }
  if (old === undefined) throw new Error(`there is no ${edit.path}`);
  if ('from' in edit) {
    if (old.split(edit.from).length !== 2) throw new Error(`'${edit.from}' stands in ${edit.path} not just once`);
    set(
      edit.path,
      old.replace(edit.from, () => edit.to),
    );
    return;
  }
  set(edit.path, null);
  if ('moveTo' in edit) set(edit.moveTo, old);
}

/** What goes on in every repository: images, notes and settings of services that have nothing to do with it. The same for a name each time. */
function noiseOf(name: string, apps: readonly string[], count: number): readonly CaseStep[] {
  let seed = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 2_147_483_647, 7);
  const next = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  return Array.from({ length: count }, (_, i) => {
    const app = apps[next(apps.length)] ?? 'search';
    const path = [`docs/note-${i}.md`, `base-apps/${app}/extra-${i}.yaml`, `.ci/job-${i}.yaml`][next(3)] ?? '';
    const kind = path.startsWith('base-apps')
      ? `kind: ConfigMap\nmetadata:\n  name: extra-${i}\ndata:\n  A: "${i}"\n`
      : `note ${i}\n`;
    return { title: `${app}: change ${i}`, before: next((26 * HOUR) / MINUTE) - 5, edits: [{ path, add: kind }] };
  });
}
