import type { Clock } from '../platform/clock.ts';
import type { Alive } from './lock-file.ts';
import type { Link } from './place-new.ts';

export interface FolderOptions {
  /** After which a run that says nothing any more is taken for dead. Milliseconds. */
  readonly leaseMs: number;
  /** The system's, never one that stands still. */
  readonly clock: Clock;
  /** For tests: which machine this is. */
  readonly host?: string;
  /** For tests: whether the owner of a lock lives. */
  readonly alive?: Alive;
  /** For tests: a file system without hard links. */
  readonly link?: Link;
}
