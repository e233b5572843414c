/**
 * The outcome of something that may be refused for an expected reason.
 *
 * Expected refusals are values, so that the caller has to look at them; a broken invariant is
 * thrown instead.
 */
export type Result<T, E> = Ok<T> | Err<E>
export type Ok<T> = { readonly ok: true; readonly value: T }
export type Err<E> = { readonly ok: false; readonly error: E }

export function ok<T>(value: T): Ok<T> {
  return { ok: true, value }
}

export function err<E>(error: E): Err<E> {
  return { ok: false, error }
}
