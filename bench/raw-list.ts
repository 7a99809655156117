// The floor: every kind listed in pages of 500, four lists at a time, the bytes thrown away.
//   node bench/raw-list.ts <url> <token> <ca file>
//   node bench/raw-list.ts <url> parse           without TLS; each page goes through JSON.parse before it is thrown away
import { readFileSync } from 'node:fs';
import { get as getPlain, Agent as PlainAgent } from 'node:http';
import { Agent, get as getSecure } from 'node:https';
import { ALL_KINDS, KINDS, type Kind, type KindEntry } from '../src/kinds/registry.ts';

// As the program asks; its own modules would cost more than the floor has.
const METADATA_ONLY = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
const [url = '', token = '', caFile = ''] = process.argv.slice(2);
const parses = token === 'parse';
const connections = { keepAlive: true, maxSockets: 4 };
const secure = url.startsWith('https:');
const agent = secure ? new Agent({ ...connections, ca: readFileSync(caFile) }) : new PlainAgent(connections);
const get = secure ? getSecure : getPlain;

function fetchPage(path: string, accept: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    get(new URL(path, url), { agent, headers: { authorization: `Bearer ${token}`, accept } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks)));
    }).on('error', reject);
  });
}

async function list(kind: Kind): Promise<number> {
  const { group, versions, plural, within, metadataOnly = false }: KindEntry = KINDS[kind];
  const root = group === '' ? `/api/${versions[0]}` : `/apis/${group}/${versions[0]}`;
  const base = within === undefined ? root : `${root}/namespaces/${within}`;
  // The same events the program asks for.
  const filter = kind === 'Event' ? '&fieldSelector=type%3DWarning' : '';
  let bytes = 0;
  for (let token: string | undefined = ''; token !== undefined; ) {
    const body = await fetchPage(
      `${base}/${plural}?limit=500${filter}${token === '' ? '' : `&continue=${encodeURIComponent(token)}`}`,
      metadataOnly ? METADATA_ONLY : 'application/json',
    );
    bytes += body.length;
    if (parses) JSON.parse(body.toString('utf8'));
    // The token stands in the first bytes of a page: no need to parse the rest.
    token = /"continue":"([^"]+)"/.exec(body.subarray(0, 2000).toString('latin1'))?.[1];
  }
  return bytes;
}

const queue = [...ALL_KINDS];
let total = 0;
await Promise.all(
  Array.from({ length: 4 }, async () => {
    for (let kind = queue.shift(); kind !== undefined; kind = queue.shift()) {
      const bytes = await list(kind);
      total += bytes;
    }
  }),
);
agent.destroy();
process.stdout.write(`${total}\n`);
