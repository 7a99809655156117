import type { ClusterInfo } from '../domain/cluster.ts';
import type { Kind } from '../kinds/registry.ts';
import type { Deadline } from '../platform/deadline.ts';

/** Takes the items of a list one by one as they arrive, so that a page is never held as it was served. */
export interface Intake {
  /** Fields of `metadata`, `spec` and `status` that nobody will read: what is in them need not be parsed. */
  readonly unread?: ReadonlySet<string>;
  /** A page starts, perhaps for the second time: forget what came since the last page that was whole. */
  restart(): void;
  take(item: unknown): void;
}

/** A page that arrived whole; its items are in the intake. */
export interface Page {
  /** The list starts here. When it comes again the list was restarted: forget all pages before. */
  readonly first: boolean;
  /** More pages follow. */
  readonly more: boolean;
}

export interface LogRequest {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly previous: boolean;
}

/** The end of a log. `cut`: something before it was left out. */
export interface LogTail {
  readonly bytes: Uint8Array;
  readonly cut: boolean;
}

/** What the cycle needs of a cluster. A method rejects with a ReadError, or a ConfigError when the credentials are unusable. */
export interface ClusterReader {
  /** Rejects only when the API server can't be reached or refuses us altogether. */
  info(deadline: Deadline): Promise<ClusterInfo>;
  /** False: the cluster is known not to have the kind. */
  serves(kind: Kind, deadline: Deadline): Promise<boolean>;
  pages(kind: Kind, namespace: string | null, intake: Intake, deadline: Deadline): AsyncIterable<Page>;
  log(request: LogRequest, deadline: Deadline): Promise<LogTail>;
  close(): void;
}
