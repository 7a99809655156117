// The floor: every kind listed in pages of 500, four lists at a time, the bytes thrown away.
//   node bench/raw-list.ts <url> <token> <ca file>
import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:https';
import { ALL_KINDS, KINDS, type Kind } from '../src/kinds/registry.ts';

const [url = '', token = '', caFile = ''] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: 4, ca: readFileSync(caFile) });

function fetchPage(path: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    get(
      new URL(path, url),
      { agent, headers: { authorization: `Bearer ${token}`, accept: 'application/json' } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve(Buffer.concat(chunks)));
      },
    ).on('error', reject);
  });
}

async function list(kind: Kind): Promise<number> {
  const { group, versions, plural } = KINDS[kind];
  const base = group === '' ? `/api/${versions[0]}` : `/apis/${group}/${versions[0]}`;
  // The same events the program asks for.
  const filter = kind === 'Event' ? '&fieldSelector=type%3DWarning' : '';
  let bytes = 0;
  for (let token: string | undefined = ''; token !== undefined; ) {
    const body = await fetchPage(
      `${base}/${plural}?limit=500${filter}${token === '' ? '' : `&continue=${encodeURIComponent(token)}`}`,
    );
    bytes += body.length;
    // The token stands in the first bytes of a page: no need to parse the rest.
    token = /"continue":"([^"]+)"/.exec(body.subarray(0, 2000).toString('latin1'))?.[1];
  }
  return bytes;
}

const queue = [...ALL_KINDS];
let total = 0;
await Promise.all(
  Array.from({ length: 4 }, async () => {
    for (let kind = queue.shift(); kind !== undefined; kind = queue.shift()) total += await list(kind);
  }),
);
agent.destroy();
process.stdout.write(`${total}\n`);
