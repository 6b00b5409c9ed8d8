import type { AppError } from '../../../../shared/errors/app-error.ts';
import { withTunnel } from '../trial/words.ts';
import type { StepWords, Tunnelled } from '../trial/words.ts';

const ASK_SITE = 'Ask the site.';

/** By the reason that the line gave (`http/line-error`, and the readers of answers). */
const BY_REASON: Readonly<Record<string, StepWords>> = {
  'name-unknown': {
    words: 'Nobody knows this name.',
    next: 'Check the address. If the site is behind a VPN, connect it first.',
  },
  refused: { words: 'The computer is there, but nothing answers on this port.', next: `Check the port. ${ASK_SITE}` },
  'no-route': { words: 'There is no way to this address.', next: 'Check the network, and the VPN if there is one.' },
  'no-connection': {
    words: 'This address does not answer.',
    next: 'Check the address. A firewall may be in between, or the VPN may be down.',
  },
  cut: {
    words: 'The connection was closed before there was an answer.',
    next: 'Ask the site: it may want a certificate of this station.',
  },
  'no-answer': { words: 'The server took the question and did not answer in time.', next: ASK_SITE },
  'answer-stalled': { words: 'The server began to answer and stopped.', next: ASK_SITE },
  trickle: { words: 'The server answers so slowly that nothing would ever be here.', next: ASK_SITE },
  proxy: { words: 'The proxy does not know this station.', next: 'Enter user and password of the proxy.' },
  expired: {
    words: 'The certificate of the server has expired.',
    next: 'Check the clock of this computer. If it is right, the site has to renew its certificate.',
  },
  'not-yet-valid': {
    words: 'The certificate of the server is not valid yet.',
    next: 'Check the clock of this computer.',
  },
  revoked: { words: 'The certificate of the server was revoked.', next: `Do not go on. ${ASK_SITE}` },
  'unknown-authority': {
    words: 'Nobody whom this computer trusts vouches for the server.',
    next: 'Ask the site for the certificate of its own authority, and enter it here.',
  },
  'wrong-host': {
    words: 'The certificate is that of another server.',
    next: 'Check the address: use the name that the site gave. Otherwise do not go on.',
  },
  'no-common-tls': {
    words: 'The server speaks no TLS, or only an old one.',
    next: 'Check the port. TLS 1.2 or newer is needed.',
  },
  'client-certificate': {
    words: 'The server wants a certificate of this station, and not the one that it has.',
    next: 'Enter the certificate and key that the site gave you.',
  },
  unreadable: { words: 'The certificates that were entered cannot be read.', next: 'Enter them again, as PEM.' },
  'no-json': {
    words: 'The server answers, but not with DICOMweb.',
    next: 'Check the path of the address. A sign-in page of a gateway looks like this, too.',
  },
};

const BY_CODE: Readonly<Record<string, StepWords>> = {
  'source/credentials': {
    words: 'The server does not accept this station.',
    next: 'Enter user and password, or the token, again.',
  },
  'source/certificate': { words: 'The server could not prove who it is.', next: `Do not go round this. ${ASK_SITE}` },
  'source/refused': { words: 'The server refused this.', next: `The station may lack a right there. ${ASK_SITE}` },
  'source/not-found': { words: 'There is nothing at this address.', next: 'Check the path of the address.' },
  'source/busy': { words: 'The server is too busy to answer.', next: 'Test again later.' },
  'source/no-such-way': { words: 'The server cannot do this.', next: ASK_SITE },
  'source/timed-out': { words: 'The server stopped answering.', next: ASK_SITE },
  'source/unreachable': { words: 'The server cannot be reached.', next: 'Check the network.' },
  'source/server-error': { words: 'The server failed.', next: ASK_SITE },
  'source/incomplete': { words: 'The server sent less than it has.', next: ASK_SITE },
  'request/cancelled': { words: 'The test was stopped.', next: 'Test again.' },
};

const OTHERWISE: StepWords = { words: 'The answer is not what was asked for.', next: ASK_SITE };

/** Words of a failure, with the HTTP status where there was one. */
export function stepWords(error: AppError, settings: Tunnelled): StepWords {
  return withTunnel(error, settings, plainWords(error));
}

function plainWords(error: AppError): StepWords {
  const reason = error.context['reason'];
  const byReason = typeof reason === 'string' && error.code !== 'source/tunnel-down' ? BY_REASON[reason] : undefined;
  const found = byReason ?? BY_CODE[error.code] ?? OTHERWISE;
  const status = error.context['status'];
  return typeof status === 'number' ? { ...found, words: `${found.words} (HTTP ${status})` } : found;
}
