/**
 * A reply without the entries of its lists that are about one of these studies, however deep: whatever screen asks, what somebody reads
 * blind is not on it. What is about no study stays as it is.
 */
export function withoutStudies(value: unknown, studies: ReadonlySet<string>): unknown {
  if (studies.size === 0) return value;
  if (Array.isArray(value)) {
    return value.filter((entry) => !isAbout(entry, studies)).map((entry) => withoutStudies(entry, studies));
  }
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutStudies(entry, studies)]));
}

function isAbout(entry: unknown, studies: ReadonlySet<string>): boolean {
  if (typeof entry !== 'object' || entry === null) return false;
  if ('studyId' in entry && typeof entry.studyId === 'string' && studies.has(entry.studyId)) return true;
  // A row that carries its study as a part.
  return 'study' in entry && isAbout(entry.study, studies);
}
