import { redact } from '../platform/redact/redact.ts';

/** Addresses with credentials in them keep their host: `https://***@host/path?key=***`. */
export function withoutCredentials(text: string): string {
  const bare = text.replace(/([a-z][a-z0-9+.-]*:\/\/)(\S*)/gi, (_all, scheme: string, rest: string) => {
    return scheme + withoutValues(withoutUser(scheme, rest));
  });
  return redact(bare, 500);
}

/** Of ssh the user is no secret: `ssh://git@host`. */
function withoutUser(scheme: string, rest: string): string {
  const authority = /^[^/?#]*/.exec(rest)?.[0] ?? '';
  const end = authority.lastIndexOf('@');
  if (end < 0 || (scheme.toLowerCase() === 'ssh://' && !authority.slice(0, end).includes(':'))) return rest;
  return `***${rest.slice(end)}`;
}

function withoutValues(rest: string): string {
  return rest.replace(/([?&][^=&#]*=)[^&#]*/g, '$1***').replace(/#.*$/, '#***');
}
