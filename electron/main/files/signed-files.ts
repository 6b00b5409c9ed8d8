import type { ShellHandlers } from '../calls.ts';
import { oneFile } from './file-desk.ts';
import type { FileDesk } from './file-desk.ts';

const CERTIFICATE_TITLES = {
  authorities: "Certificates of who vouches for the provider's server",
  certificate: 'Certificate of this station',
  key: 'Private key of this certificate',
} as const;

const SITE_TITLES = {
  authorities: "Certificates of who vouches for the site's server",
  certificate: 'Certificate of this station for the site',
  key: 'Private key of this certificate',
} as const;

/** Of signed profiles of sites. */
export function profileFiles(desk: FileDesk): ShellHandlers {
  return {
    'profile.choose': (_request, event) => desk.chooseFor(event, 'profile', oneFile('Signed profile of a site')),
    'profile.preview': ({ token }, event) =>
      desk.ask(event, 'profile.previewFile', { file: desk.redeem(event, 'profile', token) }),
    'profile.export': ({ siteCode, token }, event) =>
      desk.ask(event, 'profile.exportFile', { siteCode, file: desk.redeem(event, 'export', token) }),
  };
}

/** Of signed orders of sites to forget, and of what is said of them. */
export function orderFiles(desk: FileDesk): ShellHandlers {
  return {
    'orders.bring': async (_request, event) => {
      const file = await desk.choose(event, oneFile('Signed order of a site'));
      return file === null ? { state: 'none', notice: null } : desk.ask(event, 'orders.bringFile', { file });
    },
    'orders.exportTo': ({ token }, event) =>
      desk.ask(event, 'orders.exportFile', { file: desk.redeem(event, 'export', token) }),
  };
}

/** Of the certificates for an identity provider. */
export function signInFiles(desk: FileDesk): ShellHandlers {
  return {
    'signIn.chooseFile': ({ what }, event) => desk.chooseFor(event, 'sign-in', oneFile(CERTIFICATE_TITLES[what])),
    'signIn.readAuthorities': ({ token }, event) =>
      desk.ask(event, 'signIn.readAuthoritiesFile', { file: desk.redeem(event, 'sign-in', token) }),
    'signIn.setCertificate': ({ certificate, key, ...more }, event) => {
      const certificateFile = desk.redeem(event, 'sign-in', certificate);
      const keyFile = desk.redeem(event, 'sign-in', key);
      return desk.ask(event, 'signIn.setCertificateFiles', { certificateFile, keyFile, ...more });
    },
  };
}

/** Of certificates and keys of sources and destinations. */
export function certificateFiles(desk: FileDesk): ShellHandlers {
  return {
    'certificates.choose': ({ what }, event) => desk.chooseFor(event, 'certificate', oneFile(SITE_TITLES[what])),
    'certificates.readAuthorities': ({ token }, event) =>
      desk.ask(event, 'certificates.readAuthoritiesFile', { file: desk.redeem(event, 'certificate', token) }),
    'certificates.read': ({ certificate, key, passphrase }, event) => {
      const certificateFile = desk.redeem(event, 'certificate', certificate);
      const keyFile = key === null ? null : desk.redeem(event, 'certificate', key);
      return desk.ask(event, 'certificates.readFiles', { certificateFile, keyFile, passphrase });
    },
  };
}
