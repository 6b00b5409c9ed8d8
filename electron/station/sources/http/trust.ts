import * as tls from 'node:tls';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { ClientCertificate } from '../../../../shared/model/identity-provider.ts';

/**
 * Whom a site's server is believed: whoever this program and this computer trust, and the site's own authority. TLS 1.2 or newer;
 * certificate and name are always checked, and there is no way round that.
 * @throws AppError source/certificate where the given PEM cannot be read
 */
export function secureContext(authorities: string | null, certificate: ClientCertificate | null): tls.SecureContext {
  try {
    const more = [...computersOwn(), ...(authorities === null ? [] : [authorities])];
    return tls.createSecureContext({
      minVersion: 'TLSv1.2',
      // Left out where nothing is added: the runtime has its own ones ready, and reads a list anew each time.
      ...(more.length === 0 ? {} : { ca: [...tls.rootCertificates, ...more] }),
      ...(certificate === null ? {} : { cert: certificate.certificate, key: certificate.privateKey }),
    });
  } catch (error) {
    throw new AppError('source/certificate', 'the certificates of this source cannot be read', {
      context: { reason: 'unreadable' },
      cause: error,
    });
  }
}

/** What the computer's own store of authorities has beside the runtime's, where it can be read (Node 22.15 and newer). */
function computersOwn(): readonly string[] {
  const read: unknown = Reflect.get(tls, 'getCACertificates');
  if (typeof read !== 'function') return [];
  const found: unknown = Reflect.apply(read, tls, ['system']);
  const known = new Set(tls.rootCertificates.map(squeezed));
  return Array.isArray(found) ? found.filter((one) => typeof one === 'string' && !known.has(squeezed(one))) : [];
}

function squeezed(pem: string): string {
  return pem.replace(/\s+/g, '');
}
