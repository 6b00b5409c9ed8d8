import { randomBytes } from 'node:crypto';
import { idFromBytes } from '../../../shared/model/ids.ts';

/** A fresh random id: 26 characters of Crockford base32. Parse it with the branded schema where a kind is needed. */
export function newId(): string {
  return idFromBytes(randomBytes(26));
}
