/** The log of one container in the output of `kubectl cluster-info dump`. */
export interface DumpedLog {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly text: string;
}

const START = /^==== START logs for container (\S+) of pod ([^\s/]+)\/(\S+) ====[ \t\r]*$/;
const END = /^==== END logs for container \S+ of pod \S+ ====[ \t\r]*$/;

/** Takes the logs out of a dump; what is left are its objects, on the same lines as before. */
export function takeLogs(text: string): { readonly logs: readonly DumpedLog[]; readonly rest: string } {
  if (!text.includes('==== START logs for container')) return { logs: [], rest: text };
  const logs: DumpedLog[] = [];
  const rest: string[] = [];
  let open: { namespace: string; pod: string; container: string; lines: string[] } | null = null;
  const close = () => {
    if (open !== null)
      logs.push({ namespace: open.namespace, pod: open.pod, container: open.container, text: open.lines.join('\n') });
    open = null;
  };
  for (const line of text.split('\n')) {
    const [, container, namespace, pod] = START.exec(line) ?? [];
    const isObject: boolean = open === null && container === undefined && !END.test(line);
    rest.push(isObject ? line : '');
    if (container !== undefined && namespace !== undefined && pod !== undefined) {
      close();
      open = { namespace, pod, container, lines: [] };
    } else if (END.test(line)) close();
    else open?.lines.push(line);
  }
  close();
  return { logs, rest: rest.join('\n') };
}
