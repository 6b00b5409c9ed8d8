import type { ProvedSignature } from '../model/report-signature.ts';

/** What a person may take from a report that was found whole. @param signature absent: it bears none */
export function signatureWords(signature: ProvedSignature | undefined): string {
  if (signature === undefined)
    return 'Its text, its outputs and the record of its signature fit together. It bears no signature of a key.';
  const { enrolledBy, keyId } = signature;
  const key = `key ${keyId.slice(0, 16)}`;
  if (enrolledBy === null) {
    return `Signed with ${key}. No site has enrolled this key: it proves that the text is whole, and not whose it is.`;
  }
  return `Signed with ${key}, which ${enrolledBy} enrolled for its signer.`;
}
