import { z } from 'zod';
import type { Clock } from '../platform/clock.ts';
import { type Deadline, deadlineIn } from '../platform/deadline.ts';
import { ReadError } from '../platform/errors.ts';
import type { RetryPolicy } from '../platform/retry.ts';
import { ACCESS_RESOURCES, ALL_ACCESS_KINDS, accessName } from './access-kinds.ts';
import { readList } from './access-list.ts';
import { LOG_MARGIN, lastLines } from './access-log.ts';
import { checkName, namespaceFor, placeOf } from './access-names.ts';
import { labelMatch } from './access-selector.ts';
import { slim } from './access-slim.ts';
import { readWrites } from './access-writes.ts';
import { type ApiCalls, apiCalls, fewAtOnce } from './api-calls.ts';
import type { AccessKind, ClusterAccess } from './cluster-access.ts';
import { asReadError } from './gap.ts';
import type { Link } from './http.ts';
import { readTail } from './log-tail.ts';
import { logText } from './log-text.ts';

export interface AccessSettings {
  readonly clock: Clock;
  readonly callTimeoutMs: number;
  readonly retry?: RetryPolicy;
  /** What may be read; all that the tools know when not said. */
  readonly kinds?: readonly AccessKind[];
}

/** A question may take several calls: discovery, pages, tries. Beyond this many times one call's time it ends. */
const CALLS = 3;
const MOST_BYTES = 64 << 20;

/** Answers questions from a live cluster with GETs alone. The link stays open: who opened it closes it. */
export function liveAccess(link: Link, settings: AccessSettings): ClusterAccess {
  const { clock, callTimeoutMs, retry, kinds = ALL_ACCESS_KINDS } = settings;
  const limit = fewAtOnce();

  /** Discovery is asked anew for each question: a tool server lives long, and clusters change. */
  async function ask<T>(signal: AbortSignal, work: (calls: ApiCalls, deadline: Deadline) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const deadline = deadlineIn(CALLS * callTimeoutMs, 'asking the cluster', clock, signal);
    try {
      return await work(apiCalls(link, { clock, callTimeoutMs, maxBytes: MOST_BYTES, retry, limit }), deadline);
    } catch (error) {
      throw signal.aborted ? signal.reason : asReadError(error);
    } finally {
      deadline.end();
    }
  }

  const pathOf = async (kind: AccessKind, namespace: string | null, calls: ApiCalls, deadline: Deadline) => {
    if (!kinds.includes(kind)) throw new ReadError('error', `${kind} is not among the kinds that may be read`);
    const resource = ACCESS_RESOURCES[kind];
    if ((await calls.versionOf(resource, deadline)) === null) throw notServed(kind);
    return calls.pathOf(resource, namespace, deadline);
  };

  return {
    list: ({ kind, namespace, labelSelector }, signal) =>
      ask(signal, async (calls, deadline) => {
        const place = namespaceFor(kind, namespace);
        if (labelSelector !== null) labelMatch(labelSelector);
        const path = await pathOf(kind, place, calls, deadline);
        try {
          return await readList(calls, { kind, path, wholeCluster: place === null, labelSelector }, deadline);
        } catch (error) {
          throw isUnknown(error) ? notServed(kind, error) : error;
        }
      }),
    get: (kind, namespace, name, signal) =>
      ask(signal, async (calls, deadline) => {
        const place = placeOf(kind, namespace, name);
        const path = `${await pathOf(kind, place, calls, deadline)}/${encodeURIComponent(name)}`;
        try {
          return slim(kind, await calls.getJson(path, z.record(z.string(), z.unknown()), deadline));
        } catch (error) {
          if (isUnknown(error)) throw notServed(kind, error);
          if (error instanceof ReadError && error.status === 404 && error.fault === 'error') return null;
          throw error;
        }
      }),
    changedAt: (namespace, signal) =>
      ask(signal, async (calls, deadline) => {
        const place = namespaceFor('ConfigMap', namespace);
        return readWrites(calls, await pathOf('ConfigMap', place, calls, deadline), deadline);
      }),
    log: ({ tailLines, ...request }, signal) =>
      ask(signal, async (calls, deadline) => {
        checkName('namespace', request.namespace);
        checkName('name', request.pod);
        checkName('container', request.container);
        const read = (path: string, most: number) => calls.getBeginning(path, deadline, most);
        const lines = tailLines + LOG_MARGIN;
        const { bytes, cut } = await readTail(request, read, lines);
        const told = logText(bytes, lines);
        return lastLines(told.text, tailLines, cut || told.cut);
      }),
  };
}

/** A kind whose API group or version the server has never heard of; an object that is not there reads differently. */
function isUnknown(error: unknown): boolean {
  if (!(error instanceof ReadError) || error.status !== 404) return false;
  return error.fault === 'invalid' || error.message.includes('could not find the requested resource');
}

function notServed(kind: AccessKind, cause?: unknown): ReadError {
  return new ReadError('error', `this cluster does not serve ${accessName(kind)}`, { status: 404, cause });
}
