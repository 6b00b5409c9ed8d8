import { deriveKey } from './sealed-key.ts';

const NO_SALT = new Uint8Array(0);

/** Files of a store that hang on the store key itself. */
export type StoreFileName = 'index' | 'journal' | 'ledger' | 'anchor' | 'move';

/** The key of one of them, 32 bytes. */
export function storeFileKey(storeKey: Uint8Array, name: StoreFileName): Uint8Array {
  return deriveKey(storeKey, NO_SALT, `nightjar/database/1/${name}`);
}

/** The key of the file that holds the keys. */
export function keysFileKey(storeKey: Uint8Array): Uint8Array {
  return deriveKey(storeKey, NO_SALT, 'nightjar/database/1/keys');
}
