// The table of faults: what may break around the monitor, and what it does then. Each row that is not `later` has a test whose name
// begins with `row <n>:`, through the built program as a process; `npm run faults` prints the table with the results.

export interface Row {
  readonly n: number;
  readonly fault: string;
  readonly behaviour: string;
  /** It comes with a part that is not built yet. */
  readonly later?: string;
}

export const ROWS: readonly Row[] = [
  {
    n: 1,
    fault: 'API server down for a whole cycle',
    behaviour: 'SEV-2, SEV-1 the second time; nothing is resolved; exit 3',
  },
  { n: 2, fault: 'API down in the middle of a list', behaviour: 'a gap; what is absent is not resolved' },
  { n: 3, fault: '403 on one kind or namespace', behaviour: 'a gap that names verb and resource; the rest works' },
  { n: 4, fault: '401, expired token', behaviour: 'the token file is read again once, then as row 1' },
  { n: 5, fault: 'API slow, or never answers', behaviour: 'deadlines per call and stage; the cycle ends in time' },
  { n: 6, fault: '429 with Retry-After 1, 30, 3600', behaviour: 'waits where it fits, else a gap' },
  { n: 7, fault: '410 in the middle of a list', behaviour: 'the list starts again twice, then inconsistent' },
  { n: 8, fault: 'truncated JSON, HTML, gzip bomb', behaviour: 'a named error, no crash, capped' },
  { n: 9, fault: 'a watch drops events', behaviour: 'reconciled by a list', later: 'watching' },
  { n: 10, fault: '50k pods, 5k nodes, 100k events', behaviour: 'bounded memory, at most 4 requests at once' },
  { n: 11, fault: 'events gone between cycles', behaviour: 'found by status, last state and restarts all the same' },
  { n: 12, fault: 'an aggregated API is down', behaviour: 'that part is unknown, others are fine' },
  { n: 13, fault: 'model API 500, 529, timeout', behaviour: 'the message in time, without model, same severity' },
  { n: 14, fault: 'model API 401, 403, 404 retired', behaviour: 'another Haiku once; told to the operator once a day' },
  { n: 15, fault: 'spend cap: 400, 429 without Retry-After', behaviour: 'not tried again; said' },
  { n: 16, fault: 'Retry-After 3600 of the model', behaviour: 'not waited for' },
  { n: 17, fault: 'refusal, max_tokens, empty, garbage, 10 MB', behaviour: 'the rules’ text; the finding as it is' },
  { n: 18, fault: 'the model loops on tools', behaviour: 'budget of steps; says so' },
  { n: 19, fault: 'a tool server crashes, hangs, lies', behaviour: 'that tool only; the agent is told' },
  { n: 20, fault: 'Slack down for 6 cycles', behaviour: 'one digest after it, oldest first, nothing lost' },
  { n: 21, fault: 'Slack 429, Retry-After 1, 30, 120', behaviour: 'that channel pauses; SEV-1 first' },
  { n: 22, fault: 'Slack takes it and never answers', behaviour: 'looked for; at most 1 duplicate' },
  { n: 23, fault: 'permanent error of Slack', behaviour: 'another sink within 60 s; stays in the outbox' },
  { n: 24, fault: 'invalid_blocks, too long', behaviour: 'plain text; the rest in the thread' },
  { n: 25, fault: 'a file upload fails', behaviour: 'the message first, the file later', later: 'files' },
  { n: 26, fault: 'GitHub down, 403, 429, 404', behaviour: 'changes unread, not none; in time' },
  { n: 27, fault: 'force-push, renamed, 10k commits, shallow', behaviour: 'a bounded window, and says its limits' },
  { n: 28, fault: 'kill -9 anywhere', behaviour: 'the next run completes: 0 lost, at most 1 duplicate' },
  { n: 29, fault: 'killed between deciding and telling', behaviour: 'told from the outbox' },
  { n: 30, fault: 'killed between sending and noting it', behaviour: 'looked for: no duplicate' },
  { n: 31, fault: 'SIGTERM in each phase', behaviour: 'keeps, tells within 10 s, gives the lease back, 143' },
  { n: 32, fault: 'out of memory', behaviour: 'as 28; the next run sees it and takes smaller pages' },
  { n: 33, fault: 'disk full, read-only, EIO', behaviour: 'tells from memory, says what it could not write' },
  { n: 34, fault: 'torn write in the state', behaviour: 'the last good generation; set aside; at most 1 duplicate' },
  { n: 35, fault: 'state of a newer version', behaviour: 'never written over; works without memory, says so' },
  { n: 36, fault: 'ConfigMap near 1 MiB', behaviour: 'compact, shard, never drop an open incident' },
  { n: 37, fault: '409 while writing', behaviour: 'read again, merged, at most 5 times' },
  { n: 38, fault: 'runs that overlap', behaviour: 'one works, the others are skipped: 1 message' },
  { n: 39, fault: 'a run stopped past its lease, and resumed', behaviour: 'its writes fail, it sends nothing' },
  { n: 40, fault: 'the same slot twice', behaviour: 'no second message' },
  { n: 41, fault: 'missed slots: 1, 5, 200', behaviour: 'the next run says how long; the outside check alarms' },
  { n: 42, fault: 'clock ±2 h, a step back, DST', behaviour: 'nothing is resolved or told again' },
  { n: 43, fault: '1 GB of log, one line of 10 MB, binary', behaviour: 'capped, valid text, marked as cut' },
  { n: 44, fault: 'services.txt missing, broken, huge', behaviour: 'the last good copy or P0; told' },
  { n: 45, fault: 'broken agents/*.md', behaviour: 'that agent by rules; told' },
  { n: 46, fault: '10k alerts at once', behaviour: 'durable or 503, grouped', later: 'alerts in' },
  { n: 47, fault: 'the same alert again, out of order', behaviour: 'idempotent', later: 'alerts in' },
  { n: 48, fault: 'DNS, proxy, TLS', behaviour: 'the cause is named for each, the others go on' },
  { n: 49, fault: 'the outside check is down', behaviour: 'ignored within 10 s' },
  { n: 50, fault: 'stdout closed or blocked', behaviour: 'no deadlock, no crash' },
];
