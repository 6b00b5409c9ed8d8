import type { SecretAnswer } from '../station/shell/protocol.ts';

/** The part of Electron's safeStorage that is used. */
export interface SafeStorage {
  isEncryptionAvailable(): boolean;
  /** On Linux only. */
  getSelectedStorageBackend?(): string;
  encryptString(text: string): Uint8Array;
  decryptString(sealed: Buffer): string;
}

/** Key rings of Linux that keep a secret for the user who is logged in. */
const REAL: ReadonlySet<string> = new Set(['gnome_libsecret', 'kwallet', 'kwallet5', 'kwallet6']);

/**
 * Whether the key store of this system can keep a secret. Where Linux has none, Electron takes `basic_text`: a password that is the
 * same on every computer. That is no key store, and a secret under it would lie open beside the store.
 */
export function storeState(storage: SafeStorage, platform: string): Pick<SecretAnswer, 'backend' | 'refusal'> {
  // Before the question whether it is available: that one is answered with no where there is only basic_text.
  const backend = backendOf(storage, platform);
  if (backend === 'basic_text') return { backend, refusal: 'basic-text' };
  if (!storage.isEncryptionAvailable()) return { backend, refusal: 'unavailable' };
  return { backend, refusal: platform !== 'linux' || REAL.has(backend) ? null : 'unknown' };
}

/** What the station asked of the key store of the system. Anything that it says no to is null. */
export function askSecrets(
  storage: SafeStorage,
  platform: string,
  act: 'state' | 'seal' | 'open',
  bytes: Uint8Array | null,
): SecretAnswer {
  try {
    const state = storeState(storage, platform);
    if (act === 'state' || bytes === null || state.refusal !== null) return { ...state, bytes: null };
    return { ...state, bytes: act === 'seal' ? sealed(storage, bytes) : opened(storage, bytes) };
  } catch {
    // It says so by throwing: a key ring that is locked, something sealed by another user or on another computer.
    return { backend: null, refusal: 'unavailable', bytes: null };
  }
}

function sealed(storage: SafeStorage, secret: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(storage.encryptString(Buffer.from(secret).toString('hex')));
}

function opened(storage: SafeStorage, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(storage.decryptString(Buffer.from(bytes)), 'hex'));
}

function backendOf(storage: SafeStorage, platform: string): string {
  switch (platform) {
    case 'darwin':
      return 'keychain';
    case 'win32':
      return 'dpapi';
    default:
      return storage.getSelectedStorageBackend?.() ?? 'unknown';
  }
}
