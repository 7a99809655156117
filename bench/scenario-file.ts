// A labelled cluster: what is wanted of it stands in the first document of its file, the objects in the rest.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { isFindingCode } from '../src/domain/catalogue.ts';
import type { ObjectRef } from '../src/domain/object-ref.ts';
import { SEVERITIES } from '../src/domain/severity.ts';

export const CLASSES = [
  'containers',
  'pods',
  'controllers',
  'jobs',
  'network',
  'storage',
  'scaling',
  'nodes',
  'platform',
  'inventory',
  'common-cause',
  'quiet',
  'robustness',
  'recordings',
] as const;
export type ScenarioClass = (typeof CLASSES)[number];

/** `Pod/shop/api-1`, `Node/-/worker-1`; of a notice its key: `Notice/-/drift:mysql`. */
const Ref = z
  .string()
  .regex(/^[A-Z]\w*\/[^/]+\/[^/]+$/)
  .transform((text): ObjectRef => {
    const [kind = '', namespace = '', name = ''] = text.split('/');
    return { kind, namespace: namespace === '-' ? null : namespace, name };
  });
const Refs = z.union([z.literal('all'), z.array(Ref).min(1)]);

/** One real incident. */
const Wanted = z.strictObject({
  /** What the finding is about, or its owner. */
  object: Ref,
  code: z.string().refine(isFindingCode, 'is no code of the catalogue').optional(),
  /** Words the finding must hold somewhere: a cause, Kubernetes' own reason. */
  says: z.array(z.string().min(1)).min(1).optional(),
  severity: z.tuple([z.enum(SEVERITIES), z.enum(SEVERITIES)]),
  /** The incident has this object for its root. */
  root: z.literal(true).optional(),
  /** What else belongs to the same incident. */
  with: z.array(Ref).min(1).optional(),
});
export type Wanted = z.infer<typeof Wanted>;

const Header = z
  .strictObject({
    kind: z.literal('Scenario'),
    about: z.string().min(20),
    now: z.iso.datetime(),
    /** The text of services.txt; left out: everything is unlisted. */
    services: z.string().optional(),
    /** Instead of objects: a recording, and its inventory, in this repository. */
    snapshot: z.string().optional(),
    inventory: z.string().optional(),
    /** What earlier cycles left: workloads of listed services, restarts by `<pod uid>/<container>`. */
    memory: z
      .strictObject({
        seen: z.record(z.string(), z.array(Ref)).default({}),
        restarts: z.record(z.string(), z.number()).default({}),
      })
      .optional(),
    wanted: z.array(Wanted).min(1).optional(),
    /** No finding is about these. */
    silence: Refs.optional(),
    /** Findings there may be, but nobody is called. */
    calm: Refs.optional(),
  })
  .refine(({ wanted, silence, calm }) => wanted ?? silence ?? calm, 'wants nothing, so it cannot fail');

export type Scenario = z.infer<typeof Header> & {
  readonly class: ScenarioClass;
  readonly name: string;
  readonly file: string;
};

const SCENARIOS = join(import.meta.dirname, 'scenarios');

/** All of them, by class and name. */
export function readScenarios(folder = SCENARIOS): readonly Scenario[] {
  return CLASSES.flatMap((of) =>
    readdirSync(join(folder, of))
      .sort()
      .map((file) => readScenario(of, join(folder, of, file))),
  );
}

function readScenario(of: ScenarioClass, file: string): Scenario {
  // The objects behind it are many times as long.
  const [first = ''] = readFileSync(file, 'utf8').split('\n---\n', 1);
  const header = Header.safeParse(parse(first));
  if (!header.success) throw new Error(`${file}: ${z.prettifyError(header.error)}`);
  return { ...header.data, class: of, name: basename(file, '.yaml'), file };
}
