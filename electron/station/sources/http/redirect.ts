import { AppError } from '../../../../shared/errors/app-error.ts';

/** Redirects that one request follows. */
export const MOST_REDIRECTS = 5;

export interface Redirect {
  readonly url: URL;
  /** The same server: only it may see who we are. */
  readonly sameServer: boolean;
}

/**
 * Where a redirect leads. It may go from http to https on the same host, but never back, and to another server only over https:
 * without credentials, which are that site's alone.
 * @throws AppError source/wrong-answer where it may not be followed
 */
export function redirectTarget(from: URL, location: string | undefined): Redirect {
  const url = location === undefined ? null : parse(location, from);
  if (url === null) throw refused(from, 'redirect-unreadable');
  if (url.username !== '' || url.password !== '') throw refused(from, 'redirect-with-credentials');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refused(from, 'redirect-elsewhere');
  if (from.protocol === 'https:' && url.protocol === 'http:') throw refused(from, 'redirect-to-plain');
  const sameServer = url.origin === from.origin || isUpgrade(from, url);
  if (!sameServer && url.protocol === 'http:') throw refused(from, 'redirect-to-plain');
  url.hash = '';
  return { url, sameServer };
}

/** The same host, now over TLS, each at its usual port. */
function isUpgrade(from: URL, to: URL): boolean {
  return (
    from.protocol === 'http:' &&
    to.protocol === 'https:' &&
    from.hostname === to.hostname &&
    to.port === '' &&
    from.port === ''
  );
}

function parse(location: string, from: URL): URL | null {
  return URL.canParse(location, from.href) ? new URL(location, from.href) : null;
}

function refused(from: URL, reason: string): AppError {
  return new AppError('source/wrong-answer', 'a redirect that is not followed', {
    context: { host: from.host, reason },
  });
}
