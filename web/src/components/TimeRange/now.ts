/** The moment that "the last 24 hours" end at: the same for all of a page, until it is refreshed. */

const listeners = new Set<() => void>();
let now = toSecond(Date.now());

// Whole seconds, rounded up: what was sent a moment ago is in.
function toSecond(ms: number): number {
  return Math.ceil(ms / 1000) * 1000;
}

export const readNow = () => now;

export function subscribeNow(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Everything that ends now ends at this moment from here on. */
export function refreshNow(): void {
  now = toSecond(Date.now());
  for (const listener of listeners) listener();
}
