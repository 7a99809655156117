// Errors as the real API words them: a type, a message that names the field, and the status that belongs to the type.

export const ERROR_STATUS = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  conflict_error: 409,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
} as const;
export type ErrorType = keyof typeof ERROR_STATUS;

/** What the server itself says no to; scripted failures are none of these. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly type: ErrorType;
  readonly status: number;

  constructor(type: ErrorType, message: string, status: number = ERROR_STATUS[type]) {
    super(message);
    this.type = type;
    this.status = status;
  }
}

export function invalid(message: string): Refusal {
  return new Refusal('invalid_request_error', message);
}

export function typeOfStatus(status: number): ErrorType {
  const known = Object.entries(ERROR_STATUS).find(([, code]) => code === status);
  return known === undefined ? (status >= 500 ? 'api_error' : 'invalid_request_error') : (known[0] as ErrorType);
}

export function errorBody(
  type: string,
  message: string,
  requestId: string,
  details?: Readonly<Record<string, unknown>>,
): string {
  const error = { type, message, ...(details && { details }) };
  return JSON.stringify({ type: 'error', error, request_id: requestId });
}
