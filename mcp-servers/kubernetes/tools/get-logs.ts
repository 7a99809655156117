import { z } from 'zod';
import { project } from '../../../src/kinds/project.ts';
import type { ObjectOf } from '../../../src/kinds/registry.ts';
import { defineTool } from '../../../src/mcp/tool.ts';
import { ReadError } from '../../../src/platform/errors.ts';
import { nOfM, toFit } from '../../shared/answer.ts';
import { failure } from '../../shared/failure.ts';
import { Said, text, textOrNull, whole, yesOrNo } from '../../shared/inputs.ts';
import { asking, getOne } from '../asking.ts';
import { containersOf, meantContainer, statusOf } from '../containers.ts';
import type { KubernetesDeps } from '../deps.ts';

/** Where something is looked for, more is read than shown. */
const SEARCHED = 1000;

export const getLogs = defineTool({
  name: 'get_logs',
  title: 'Read a log',
  description: 'End of a container log, init containers too. previous=true: the run before, the one that crashed.',
  access: 'read',
  idempotent: true,
  input: z.strictObject({
    namespace: text(),
    pod: text(),
    container: textOrNull('null: the only or the failing one'),
    previous: yesOrNo,
    tailLines: whole(1, 500, 60),
    contains: textOrNull('only lines with this text'),
  }),
  output: z.object({
    namespace: Said,
    pod: Said,
    container: Said,
    previous: z.boolean(),
    lines: z.array(Said),
    /** Something before these lines was left out. */
    cut: z.boolean(),
  }),
  handle: async ({ namespace, pod, container, previous, tailLines, contains }, deps: KubernetesDeps, signal) => {
    const { access } = deps;
    const object = podIn(await getOne(access, 'Pod', namespace, pod, signal));
    const name = chosen(object, container);
    const lines = contains === null ? tailLines : SEARCHED;
    const query = { namespace, pod, container: name, previous, tailLines: lines };
    const log = await asking(
      access.log(query, signal).catch((error: unknown) => refused(error, object, name, previous)),
    );
    const all = linesOf(log.text);
    const matching = contains === null ? all : all.filter((line) => line.includes(contains));
    const shown = matching.slice(-tailLines);
    const counted =
      contains === null
        ? `last ${shown.length} lines`
        : `${nOfM(shown.length, matching.length, `lines with ${JSON.stringify(contains)}`)}, looked for in ${all.length}`;
    const fitted = toFit({
      head: [
        `Log of container ${name} of pod ${pod} in ${namespace}, ${previous ? 'previous' : 'present'} run: ${counted}${log.cut ? '; older lines were not read' : ''}.`,
        ...(shown.length === 0 ? [nothingSaid(object, name, previous)] : []),
      ],
      body: shown,
      keep: 'end',
    });
    const cut = log.cut || shown.length < matching.length || fitted.left > 0;
    return {
      data: { namespace, pod, container: name, previous, lines: [...fitted.lines], cut },
      text: fitted.text,
    };
  },
});

function linesOf(log: string): string[] {
  const lines = log.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function podIn(object: unknown): ObjectOf<'Pod'> {
  const projection = project('Pod', object);
  if (projection.ok) return projection.object;
  throw failure(`the pod can't be understood: ${projection.why}`, 'get_resource kind=Pod shows what it says');
}

function chosen(pod: ObjectOf<'Pod'>, wanted: string | null): string {
  const { init, main } = containersOf(pod);
  const names = `${main.join(', ')}${init.length === 0 ? '' : `; init containers ${init.join(', ')}`}`;
  const next = `get_logs with one of the containers ${names}`;
  if (wanted !== null) {
    if ([...init, ...main].includes(wanted)) return wanted;
    throw failure(`pod ${pod.metadata.name} has no container ${wanted}`, next);
  }
  const meant = meantContainer(pod);
  if (meant === null) throw failure(`pod ${pod.metadata.name} has several containers, and none fails`, next);
  return meant;
}

/** Says of a log that isn't there what there is instead. */
function refused(error: unknown, pod: ObjectOf<'Pod'>, container: string, previous: boolean): never {
  if (!(error instanceof ReadError) || error.fault !== 'error') throw error;
  const status = statusOf(pod, container);
  const waits = status?.state?.waiting?.reason;
  const restarts = status?.restartCount ?? 0;
  if (previous && (error.status === 400 || error.status === null)) {
    throw failure(
      `no log of a previous run of container ${container}: it restarted ${restarts} times (${error.message})`,
      'get_logs with previous=false',
      error,
    );
  }
  if (error.status === 400 || error.status === null) {
    throw failure(
      `no log of container ${container}${waits ? `, which waits: ${waits}` : ''} (${error.message})`,
      restarts > 0 ? 'get_logs with previous=true' : `get_events kind=Pod name=${pod.metadata.name}`,
      error,
    );
  }
  throw error;
}

function nothingSaid(pod: ObjectOf<'Pod'>, container: string, previous: boolean): string {
  const crashed = statusOf(pod, container)?.lastState?.terminated;
  return crashed && !previous ? 'Nothing in it; the run before crashed: ask with previous=true.' : 'Nothing in it.';
}
