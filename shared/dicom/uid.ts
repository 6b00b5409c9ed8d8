/**
 * Validity by Part 5, 9.1: digits and dots, at most 64 characters, no empty component, no leading zero.
 * Stored objects may carry others; they stay as they came, and only what we make must pass.
 */
export function isValidUid(text: string): boolean {
  if (text.length === 0 || text.length > 64) return false;
  return text.split('.').every((part) => /^(0|[1-9][0-9]*)$/.test(part));
}

/** A UID as stored, without the NUL or space that pads it; null when nothing is left. */
export function trimUid(text: string): string | null {
  const trimmed = text.replace(/[\0 ]+$/, '').replace(/^ +/, '');
  return trimmed === '' ? null : trimmed;
}
