const SECRET_NAME = /pass|secret|token|key|credential|auth/i;
/** Programs whose names only sound like it. */
const PRODUCT = /valkey|keycloak|keydb|keyspaces|authentik|authelia/gi;

/**
 * The `host:port` a variable's value points at, or null. Without user info, path or query,
 * and never from a variable whose name sounds like a secret.
 */
export function addressIn(name: string, value: string): string | null {
  if (value.length > 512 || SECRET_NAME.test(name.replace(PRODUCT, ''))) return null;
  const url = /^[a-z][a-z0-9+.-]{0,20}:\/\/(?:[^@/\s]{0,200}@)?([a-z0-9.-]{1,253})(?::(\d{1,5}))?(?:[/?#]|$)/i.exec(
    value,
  );
  const plain = /^([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?):(\d{1,5})$/i.exec(value);
  const local = /^([a-z0-9-]{1,63}\.[a-z0-9-]{1,63}\.svc(?:\.[a-z0-9.-]{1,100})?)$/i.exec(value);
  const match = url ?? plain ?? local;
  const host = match?.[1];
  if (host === undefined || /^[\d.]+$/.test(host)) return null;
  const port = match?.[2];
  return (port === undefined ? host : `${host}:${port}`).toLowerCase();
}
