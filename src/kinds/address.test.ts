import { expect, it } from 'vitest';
import { addressIn } from './address.ts';

it.each([
  ['DATABASE_URL', 'postgres://user:pw@Postgres.shop.svc:5432/x?y', 'postgres.shop.svc:5432'],
  ['VALKEY_ADDR', 'valkey-cart:6379', 'valkey-cart:6379'],
  ['KEYCLOAK_URL', 'http://keycloak/realms', 'keycloak'],
])('%s holds an address', (name, value, address) => {
  expect(addressIn(name, value)).toBe(address);
});

it.each([
  ['API_KEY', 'abc:123'],
  ['VALKEY_PASSWORD', 'abc:123'],
  ['KEYCLOAK_CLIENT_SECRET', 'abc:123'],
  ['KEYCLOAK_AUTH', 'abc:123'],
  ['ADDR', '10.0.0.1:80'],
])('%s holds none that may be told', (name, value) => {
  expect(addressIn(name, value)).toBeNull();
});
