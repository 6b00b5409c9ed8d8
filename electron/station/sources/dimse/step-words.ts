import type { AppError } from '../../../../shared/errors/app-error.ts';
import type { DimseSettings } from '../../../../shared/model/source-settings.ts';
import { stepWords as lineWords } from '../dicomweb/step-words.ts';
import { withTunnel } from '../trial/words.ts';
import type { StepWords, Tunnelled } from '../trial/words.ts';
import type { DimseCause } from './wire/dimse-error.ts';

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
  'source/not-found': { words: 'The peer does not have what it listed.', next: ASK_SITE },
  'source/incomplete': { words: 'The peer sent less than it has.', next: ASK_SITE },
  'source/server-error': { words: 'The part of this program that speaks to the peer ended.', next: 'Test again.' },
  'request/cancelled': { words: 'The test was stopped.', next: 'Test again.' },
};

const OTHERWISE: StepWords = { words: 'The peer does not keep to the protocol.', next: `Check the port. ${ASK_SITE}` };

/** Words of a failure, with the DIMSE status where there was one. Errors of the line before DIMSE have a reason of their own. */
export function stepWords(error: AppError, settings: Tunnelled): StepWords {
  if (typeof error.context['reason'] === 'string') return lineWords(error, settings);
  return withTunnel(error, settings, plainWords(error));
}

function plainWords(error: AppError): StepWords {
  const { cause, status } = error.context;
  const byCause =
    typeof cause === 'string' && cause in BY_CAUSE && error.code !== 'source/tunnel-down'
      ? BY_CAUSE[cause as DimseCause]
      : undefined;
  const found = byCause ?? BY_CODE[error.code] ?? OTHERWISE;
  return typeof status === 'string' ? { ...found, words: `${found.words} (${status})` } : found;
}

/** Why C-MOVE brought nothing: mostly because nobody can open a connection to a computer behind a router. */
export function moveWords(error: AppError, settings: DimseSettings): StepWords {
  const { receiver } = settings;
  const known = stepWords(error, settings);
  if (error.context['cause'] === 'destination' || receiver === null) {
    return { ...known, words: `C-MOVE does not work: ${known.words}` };
  }
  return {
    words: `C-MOVE does not work: the site was to send to ${receiver.ae} at ${receiver.host}:${receiver.port}, and nothing came. ${known.words}`,
    next:
      'Behind a home router nobody can open a connection to this computer. Prefer C-GET, which needs none; or have the VPN or the ' +
      `router let port ${receiver.port} through to it.`,
  };
}
