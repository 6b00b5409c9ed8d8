import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Issued {
  /** PEM. */
  readonly cert: string;
  /** PEM, PKCS 8. */
  readonly key: string;
}

export interface OwnAuthority {
  /** PEM of the authority itself. */
  readonly cert: string;
  /**
   * For this machine, or for a station.
   * @param flaw what is wrong with it: made for another name, or its last day is over
   */
  issue(kind: 'server' | 'client', flaw?: 'other-name' | 'expired'): Issued;
  remove(): void;
}

/** A certificate authority as the IT of a hospital makes one, by openssl. Good for a day. */
export function ownAuthority(name: string): OwnAuthority {
  const dir = mkdtempSync(path.join(tmpdir(), 'nightjar-authority-'));
  const at = (file: string): string => path.join(dir, file);
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { stdio: 'pipe' });
  const newKey = (file: string): void =>
    openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', at(file));
  newKey('ca.key');
  openssl('req', '-x509', '-new', '-key', at('ca.key'), '-days', '1', '-subj', `/CN=${name}`, '-out', at('ca.pem'));
  return {
    cert: readFileSync(at('ca.pem'), 'utf8'),
    remove: () => rmSync(dir, { recursive: true, force: true }),
    issue(kind, flaw) {
      const name = flaw === 'other-name' ? 'DNS:other.example' : 'IP:127.0.0.1,DNS:localhost';
      newKey(`${kind}.key`);
      openssl('req', '-new', '-key', at(`${kind}.key`), '-subj', `/CN=${kind}`, '-out', at(`${kind}.csr`));
      writeFileSync(at('ext'), `extendedKeyUsage=${kind}Auth\nsubjectAltName=${name}\n`);
      const days = flaw === 'expired' ? '-1' : '1';
      const by = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-extfile', at('ext'), '-days', days];
      openssl('x509', '-req', '-in', at(`${kind}.csr`), ...by, '-out', at(`${kind}.pem`));
      return { cert: readFileSync(at(`${kind}.pem`), 'utf8'), key: readFileSync(at(`${kind}.key`), 'utf8') };
    },
  };
}
