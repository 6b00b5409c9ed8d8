import { describe, expect, it } from 'vitest';
import { askSecrets, storeState } from '../../../../electron/main/secret-store.ts';
import type { SafeStorage } from '../../../../electron/main/secret-store.ts';

/** Says of itself what Electron's says on some machine: the machines themselves are not here, and nothing is kept. */
function storage(more: Partial<SafeStorage>): SafeStorage {
  return {
    isEncryptionAvailable: () => true,
    getSelectedStorageBackend: () => 'gnome_libsecret',
    encryptString: (text) => Buffer.from(text, 'utf8').reverse(),
    decryptString: (sealed) => Buffer.from(sealed).reverse().toString('utf8'),
    ...more,
  };
}

describe('the key store of the system', () => {
  it('is none where Linux has basic_text, whatever else Electron says', () => {
    for (const available of [true, false]) {
      const basic = storage({
        getSelectedStorageBackend: () => 'basic_text',
        isEncryptionAvailable: () => available,
      });
      expect(storeState(basic, 'linux')).toEqual({ backend: 'basic_text', refusal: 'basic-text' });
      expect(askSecrets(basic, 'linux', 'seal', Uint8Array.of(1))).toMatchObject({ bytes: null });
    }
  });

  it('is named, and refused where nobody knows it or it is not there', () => {
    expect(storeState(storage({}), 'linux')).toEqual({ backend: 'gnome_libsecret', refusal: null });
    const unknown = storage({ getSelectedStorageBackend: () => 'unknown' });
    expect(storeState(unknown, 'linux')).toEqual({ backend: 'unknown', refusal: 'unknown' });
    const absent = storage({ isEncryptionAvailable: () => false });
    expect(storeState(absent, 'win32')).toEqual({ backend: 'dpapi', refusal: 'unavailable' });
    expect(storeState(storage({}), 'darwin')).toEqual({ backend: 'keychain', refusal: null });
  });

  it('gives back what it took, and nothing where it says no by throwing', () => {
    const secret = Uint8Array.from([7, 0, 255]);
    const { bytes } = askSecrets(storage({}), 'linux', 'seal', secret);
    expect(askSecrets(storage({}), 'linux', 'open', bytes).bytes).toEqual(secret);
    const refusing = storage({
      decryptString: () => {
        throw new Error('sealed elsewhere');
      },
    });
    expect(askSecrets(refusing, 'linux', 'open', bytes)).toEqual({
      ...{ backend: null, refusal: 'unavailable', bytes: null },
    });
  });
});
