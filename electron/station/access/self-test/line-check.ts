import { asAppError } from '../../../../shared/errors/app-error.ts';
import type { ErrorCode } from '../../../../shared/errors/codes.ts';
import type { Found } from './found.ts';

/** A line to a source or a destination that is set up here. */
export interface LineToCheck {
  readonly kind: 'source' | 'destination';
  /** As the administrator named it. */
  readonly name: string;
  /** A light question that sends nothing of anybody. @throws AppError source/… */
  probe(signal: AbortSignal): Promise<void>;
}

const PATIENCE_MS = 8000;
const WORDS: Partial<Record<ErrorCode, string>> = {
  'source/tunnel-down': 'The VPN to it is down.',
  'source/unreachable': 'Nothing answers at its address.',
  'source/certificate': 'It could not prove who it is.',
  'source/credentials': 'It does not accept this station.',
  'source/timed-out': 'It takes the connection and does not answer.',
  'request/cancelled': 'It takes the connection and does not answer.',
};

/** Whether it answers; why not, in words. */
export async function checkLine({ kind, probe }: LineToCheck): Promise<Found> {
  try {
    await probe(AbortSignal.timeout(PATIENCE_MS));
    return { state: 'ok', result: 'It answers.', next: null };
  } catch (error) {
    const { code } = asAppError(error);
    const where = kind === 'source' ? 'Settings, Sources: test it step by step.' : 'Settings, Destinations of results.';
    return { state: 'failed', result: WORDS[code] ?? `It answers with an error (${code}).`, next: where };
  }
}
