import { ObjectId, idFromBytes } from '../../../shared/model/ids.ts';

/** Never one of the station's: it is random, and of 130 bits. */
export function freshId(): ObjectId {
  return ObjectId.parse(idFromBytes(crypto.getRandomValues(new Uint8Array(26))));
}
