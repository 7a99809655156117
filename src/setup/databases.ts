import { isDatabaseImage } from '../domain/databases.ts';
import { imageNames, wordsOf } from './words.ts';

const DATABASES = new Set(
  'mysql mariadb percona postgres postgresql postgis timescaledb mongo mongodb redis valkey cassandra scylla elasticsearch opensearch clickhouse cockroach cockroachdb couchdb influxdb neo4j etcd mssql rethinkdb keydb dragonfly'.split(
    ' ',
  ),
);
/** Words that a database's own name has beside it: `shop-mysql-primary-0`. */
const PLAIN = /^(?:db|database|server|primary|master|replica|cluster|ha|node|standalone|\d+)$/;
/** Words for what stands beside a database and carries its name. */
const BESIDE =
  /^(?:exporter|metrics|backup|backups|restore|dump|operator|admin|ui|gui|web|client|cli|commander|express|console|insight|proxy|bouncer|pgbouncer|pgpool|sentinel|migrate|migration|migrations|migrator|init|sync|job|test|viewer|browser)$/;

/** Why this runs a database, in words that follow "it"; null when nothing says so. */
export function databaseSign(name: string, images: readonly string[]): string | null {
  const words = wordsOf(name);
  if (words.some((word) => BESIDE.test(word))) return null;
  const image = images.find(isDatabaseImage);
  if (image !== undefined) return `runs the image ${imageNames(image).last}`;
  // In front stand the names of those it works for; behind, `redis-cache-warmer` says that it is something else.
  const at = words.findLastIndex((word) => DATABASES.has(word));
  return at >= 0 && words.slice(at + 1).every((word) => PLAIN.test(word)) ? 'has the name of a database' : null;
}
