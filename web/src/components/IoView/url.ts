const SAFE = new Set(["http:", "https:", "mailto:"]);

/** An address that may be a link, or `null`: nothing that runs, and nothing of this site. */
export function toSafeUrl(url: string): string | null {
  try {
    return SAFE.has(new URL(url).protocol) ? url : null;
  } catch {
    return null;
  }
}
