import { asAppError } from '../../../../shared/errors/app-error.ts';
import type { LinkCause } from '../../../../shared/rules/link-state.ts';

/** What an error of a line says about the line; null: nothing, it answered. */
export function linkCause(error: unknown): LinkCause | null {
  const { code, context } = asAppError(error);
  switch (code) {
    case 'source/tunnel-down':
      return 'vpn';
    case 'source/unreachable':
      return context['reason'] === 'name-unknown' ? 'name' : 'port';
    case 'source/certificate':
      return 'tls';
    case 'source/credentials':
      return 'credentials';
    case 'source/timed-out':
      return 'silent';
    case 'source/server-error':
    case 'source/wrong-answer':
      return 'server';
    default:
      return null;
  }
}
