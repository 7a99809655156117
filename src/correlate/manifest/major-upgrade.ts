import type { FieldChange } from '../../domain/field-change.ts';

export interface MajorUpgrade {
  /** `PostgreSQL` */
  readonly product: string;
  /** Major versions: `15`, or `5.7` where the second number counts. */
  readonly from: string;
  readonly to: string;
}

interface Database {
  readonly product: string;
  /** Last part of its images, without tag; also how its folder or its object may be called. */
  readonly names: RegExp;
  /** How many numbers of the version say which data files it can read. */
  readonly parts: 1 | 2;
}

/** Databases that can't go back to files a newer major version has written. */
const DATABASES: readonly Database[] = [
  {
    product: 'PostgreSQL',
    names:
      /^(?:postgres|postgresql|postgresql-repmgr|postgis|pgvector|timescaledb(?:-ha)?|spilo-\d+|crunchy-postgres)$/,
    parts: 1,
  },
  { product: 'MySQL', names: /^(?:mysql|mysql-server|percona|percona-server|percona-xtradb-cluster)$/, parts: 2 },
  { product: 'MariaDB', names: /^mariadb(?:-galera)?$/, parts: 2 },
  { product: 'MongoDB', names: /^(?:mongo|mongodb|mongodb-community-server|percona-server-mongodb)$/, parts: 2 },
  { product: 'Elasticsearch', names: /^elasticsearch$/, parts: 1 },
  { product: 'OpenSearch', names: /^opensearch$/, parts: 1 },
  { product: 'Cassandra', names: /^cassandra$/, parts: 1 },
  { product: 'CockroachDB', names: /^cockroach(?:db)?$/, parts: 2 },
  { product: 'InfluxDB', names: /^influxdb2?$/, parts: 1 },
  { product: 'Neo4j', names: /^neo4j$/, parts: 1 },
  { product: 'CouchDB', names: /^couchdb$/, parts: 1 },
];

/** The major version of a database that a change steps over, up or down; null: it does not, or nobody can tell. */
export function majorUpgrade({ kind, from, to, file, object, text }: FieldChange): MajorUpgrade | null {
  if (from === null || to === null || !(kind === 'image' || /(?:^|\s)version\s/.test(text))) return null;
  const [old, now] = [imageOf(from), imageOf(to)];
  // A tag or a version alone belongs to what its object or its folder is called after.
  const around = [object?.kind, object?.name, ...(file?.split('/') ?? [])].map((word) => bare(word ?? ''));
  const database =
    old.name === null && now.name === null
      ? DATABASES.find(({ names }) => around.some((word) => names.test(word)))
      : DATABASES.find(({ names }) => names.test(old.name ?? '') && names.test(now.name ?? ''));
  if (database === undefined) return null;
  const [was, is] = [majorOf(old.tag, database), majorOf(now.tag, database)];
  return was === null || is === null || was === is ? null : { product: database.product, from: was, to: is };
}

function bare(word: string): string {
  return word.toLowerCase().replace(/\.ya?ml$/, '');
}

/** `registry:5000/library/postgres:15.3@sha256:…`; a text without a name is a tag. */
function imageOf(text: string): { readonly name: string | null; readonly tag: string } {
  const [reference = ''] = text.split('@');
  const last = reference.slice(reference.lastIndexOf('/') + 1);
  const colon = last.indexOf(':');
  if (colon >= 0) return { name: last.slice(0, colon).toLowerCase(), tag: last.slice(colon + 1) };
  return /^v?\d/.test(last) ? { name: null, tag: last } : { name: last.toLowerCase(), tag: '' };
}

/** `15.3-alpine` → `15`; extensions say which PostgreSQL they are made for: `2.13.0-pg15`, `pg16`. */
function majorOf(tag: string, { product, parts }: Database): string | null {
  const extension = product === 'PostgreSQL' ? /(?:^|-)pg(\d+)/.exec(tag)?.[1] : undefined;
  if (extension !== undefined) return extension;
  const [, major, minor] = /^v?(\d+)(?:\.(\d+))?/.exec(tag) ?? [];
  if (major === undefined) return null;
  if (parts === 1) return major;
  return minor === undefined ? null : `${major}.${minor}`;
}
