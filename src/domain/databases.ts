const IMAGE =
  /(?:^|\/)(?:[a-z-]*-)?(?:mysql|mariadb|percona|postgres|postgresql|postgis|timescaledb|mongo|mongodb|redis|valkey|cassandra|scylla|elasticsearch|opensearch|clickhouse|clickhouse-server|cockroach|cockroachdb|couchdb|influxdb|neo4j|etcd|mssql|rethinkdb|dgraph|tidb|arangodb|keydb|dragonfly)(?:-server)?(?:[:@]|$)/i;

/** Told by the name of the image alone: `docker.io/library/postgres:15.3`. */
export function isDatabaseImage(image: string): boolean {
  return IMAGE.test(image);
}
