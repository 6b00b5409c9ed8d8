import { words } from './error-words.ts';

const STAYS_LOCKED = 'The store stays as it was; nothing was opened.';

export const SIGN_IN_TEXT = {
  'sign-in/another-person': words(
    'The identity provider knows you as somebody else',
    STAYS_LOCKED,
    'Sign in with your own account, or ask an administrator of this store.',
  ),
  'sign-in/bad-certificate': words(
    'This file holds no certificate that fits',
    'Nothing was changed: the certificate so far is still shown.',
    'Choose the certificate in PEM form, and the private key that belongs to it.',
  ),
  'sign-in/cancelled': words('The sign-in was stopped', STAYS_LOCKED, 'Begin again when you are ready.'),
  'sign-in/failed': words(
    'The answer of the identity provider cannot be trusted',
    STAYS_LOCKED,
    'Close the page in the browser and begin again. If it happens again, tell the administrator of the provider.',
  ),
  'sign-in/needed': words(
    'This station has not heard from your identity provider for too long',
    'Everything saved stays encrypted on the disk; drafts are kept.',
    'Connect to the network and sign in.',
  ),
  'sign-in/no-provider': words(
    'This store has no identity provider',
    'Nothing was changed.',
    'Your passphrase is enough; an administrator can name a provider in the settings.',
  ),
  'sign-in/provider-unreachable': words(
    'The identity provider cannot be reached',
    STAYS_LOCKED,
    'Check the network and the VPN, then try again. While your offline time runs, your passphrase is enough.',
  ),
  'sign-in/refused': words(
    'The identity provider said no',
    STAYS_LOCKED,
    'Ask your hospital whether your account is still active.',
  ),
  'sign-in/under-way': words(
    'A sign-in is under way',
    STAYS_LOCKED,
    'Finish it in the browser, or stop it here first.',
  ),
  'sign-in/too-weak': words(
    'This site wants a stronger way to sign in',
    STAYS_LOCKED,
    'Sign in with a passkey, a security key or a smart card instead of a password alone.',
  ),
};
