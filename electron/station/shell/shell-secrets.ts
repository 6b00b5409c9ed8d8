import { AppError } from '../../../shared/errors/app-error.ts';
import type { SecretStore } from '../kernel/ports.ts';
import type { FromStationProcess, SecretAnswer } from './protocol.ts';

type Act = Extract<FromStationProcess, { t: 'secret' }>['act'];

/** Asks the shell; the disposer forgets the question. */
export type AskSecrets = (act: Act, bytes: Uint8Array | null, answered: (answer: SecretAnswer) => void) => () => void;

/** A key store may ask its owner for a password first; one that still says nothing is as good as none. */
const PATIENCE_MS = 20_000;
const SILENT: SecretAnswer = { backend: null, refusal: 'unavailable', bytes: null };

/** The key store of the system, which only the shell can ask. One that does not answer is not available. */
export function shellSecrets(ask: AskSecrets, patienceMs = PATIENCE_MS): SecretStore {
  const asked = (act: Act, bytes: Uint8Array | null): Promise<SecretAnswer> =>
    new Promise((resolve) => {
      const forget = ask(act, bytes, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      const timer = setTimeout(() => {
        forget();
        resolve(SILENT);
      }, patienceMs);
    });
  return {
    async state() {
      const { backend, refusal } = await asked('state', null);
      return { backend, refusal };
    },
    async seal(secret) {
      const { bytes } = await asked('seal', secret);
      if (bytes === null) throw new AppError('key-store/unusable', 'the key store of the system took nothing');
      return bytes;
    },
    async open(sealed) {
      return (await asked('open', sealed)).bytes;
    },
  };
}
