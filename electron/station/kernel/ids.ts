import { randomBytes } from 'node:crypto';
import { idFromBytes } from '../../../shared/model/ids.ts';

/** A fresh random id: 26 characters of Crockford base32. Parse it with the branded schema where a kind is needed. */
export function newId(): string {
  return idFromBytes(randomBytes(26));
}

/**
 * Fresh ids that stand in their order and beside each other: many rows that are stored together then touch few pages of an index by id. Each
 * has 8 random characters in common with the others, 6 that count, and 12 random ones of its own.
 */
export function idsInOrder(): () => string {
  const common = randomBytes(8);
  let own = randomBytes(0);
  let count = 0;
  return () => {
    // The system is asked for many at a time.
    if (own.length === 0) own = randomBytes(12 * 1024);
    const bytes = Buffer.concat([common, Buffer.alloc(6), own.subarray(0, 12)]);
    own = own.subarray(12);
    for (let at = 0, rest = count; at < 6; at += 1, rest = Math.floor(rest / 32)) bytes[13 - at] = rest % 32;
    count += 1;
    return idFromBytes(bytes);
  };
}
