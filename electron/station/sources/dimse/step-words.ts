import type { AppError } from '../../../../shared/errors/app-error.ts';
import type { DimseCause } from './wire/dimse-error.ts';

/** What a failed step says, and what can be done. */
export interface StepWords {
  readonly words: string;
  readonly next: string;
}

const ASK_SITE = 'Ask the site.';

/** A cause of `wire/dimse-error` each. */
const BY_CAUSE: Readonly<Record<DimseCause, StepWords>> = {
  aborted: { words: 'The peer broke the association off.', next: ASK_SITE },
  'application-context': { words: 'The peer does not speak DICOM as we do.', next: 'Check the port.' },
  'called-ae': {
    words: 'The peer does not know the AE title by which it was called.',
    next: 'Check the AE title of the peer, capitals too.',
  },
  'calling-ae': {
    words: 'The peer does not know this station: its AE title, or its address, is not on the list there.',
    next: 'Give the site the AE title and the address of this station, and ask to be entered.',
  },
  certificate: { words: 'The peer could not prove who it is.', next: `Do not go round this. ${ASK_SITE}` },
  'client-certificate': {
    words: 'The peer wants a certificate of this station, and not the one that it has.',
    next: 'Enter the certificate and key that the site gave you.',
  },
  closed: {
    words: 'The connection was closed before there was an answer.',
    next: 'Check the port, and whether TLS is on.',
  },
  congested: { words: 'The peer takes no further association for now.', next: 'Test again later.' },
  destination: {
    words: 'The peer does not know where to send to: our receiver is not on the list there.',
    next: 'Give the site the AE title, address and port of the receiver, and ask to be entered. C-GET needs none.',
  },
  'no-context': { words: 'The peer does not offer this service to us.', next: ASK_SITE },
  'no-listener': {
    words: 'The computer is there, but nothing answers on this port.',
    next: `Check the port. ${ASK_SITE}`,
  },
  'no-name': {
    words: 'Nobody knows this name.',
    next: 'Check the name. If the site is behind a VPN, connect it first.',
  },
  'no-route': {
    words: 'This address does not answer.',
    next: 'Check the address. A firewall may be in between, or the VPN may be down.',
  },
  'not-tls': {
    words: 'The peer speaks no TLS, or only an old one.',
    next: 'Check the port. TLS 1.2 or newer is needed.',
  },
  rejected: { words: 'The peer rejected the association and gave no reason.', next: ASK_SITE },
  silent: { words: 'The peer took the question and did not answer in time.', next: ASK_SITE },
  status: { words: 'The peer could not do this.', next: ASK_SITE },
};

const BY_CODE: Readonly<Record<string, StepWords>> = {
  'source/tunnel-down': { words: 'The VPN to this site is down.', next: 'Connect the VPN, and test again.' },
  'source/not-found': { words: 'The peer does not have what it listed.', next: ASK_SITE },
  'source/incomplete': { words: 'The peer sent less than it has.', next: ASK_SITE },
  'source/server-error': { words: 'The part of this program that speaks to the peer ended.', next: 'Test again.' },
  'request/cancelled': { words: 'The test was stopped.', next: 'Test again.' },
};

const OTHERWISE: StepWords = { words: 'The peer does not keep to the protocol.', next: `Check the port. ${ASK_SITE}` };

/** Words of a failure, with the DIMSE status where there was one. */
export function stepWords(error: AppError): StepWords {
  const { cause, status } = error.context;
  const byCause =
    typeof cause === 'string' && cause in BY_CAUSE && error.code !== 'source/tunnel-down'
      ? BY_CAUSE[cause as DimseCause]
      : undefined;
  const found = byCause ?? BY_CODE[error.code] ?? OTHERWISE;
  return typeof status === 'string' ? { ...found, words: `${found.words} (${status})` } : found;
}
