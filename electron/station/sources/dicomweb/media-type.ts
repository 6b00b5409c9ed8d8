export interface MediaType {
  /** In lower case: "multipart/related". */
  readonly type: string;
  /** Names in lower case, values as they stand, without their quotes. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** A Content-Type taken apart (RFC 9110, 8.3.1); null where it is none. */
export function mediaType(text: string | undefined): MediaType | null {
  const [, type, rest] = /^\s*([\w.+-]+\/[\w.+*-]+)\s*(.*)$/s.exec(text ?? '') ?? [];
  if (type === undefined || rest === undefined) return null;
  const parameters = new Map<string, string>();
  for (const [, name, quoted, plain] of rest.matchAll(
    /;\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))/g,
  )) {
    const key = (name ?? '').toLowerCase();
    // The first one counts: a second boundary is not to be chosen from.
    if (!parameters.has(key)) parameters.set(key, quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '');
  }
  return { type: type.toLowerCase(), parameters };
}

/** The boundary of a multipart answer; null where it is no multipart answer, or its boundary none (RFC 2046, 5.1.1). */
export function boundaryOf(type: MediaType | null): string | null {
  if (!type?.type.startsWith('multipart/')) return null;
  const boundary = type.parameters.get('boundary') ?? '';
  return /^[\x20-\x7e]{0,199}[\x21-\x7e]$/.test(boundary) ? boundary : null;
}
