import { describe, expect, it } from 'vitest';
import { isProviderPage } from '../../../../electron/main/provider-page.ts';

const ASKED = 'response_type=code&code_challenge_method=S256&state=a';

describe('what is handed to the browser of the system', () => {
  it.each([`https://idp.example/auth?${ASKED}`, `http://127.0.0.1:3000/auth?${ASKED}`, `http://[::1]:3000/a?${ASKED}`])(
    'is the page of a provider: %s',
    (address) => {
      expect(isProviderPage(address)).toBe(true);
    },
  );

  it.each([
    'https://idp.example/auth',
    'https://idp.example/auth?response_type=token&code_challenge_method=S256',
    'https://idp.example/auth?response_type=code&code_challenge_method=plain',
    `http://idp.example/auth?${ASKED}`,
    `http://127.0.0.1.evil.example/auth?${ASKED}`,
    `https://user:secret@idp.example/auth?${ASKED}`,
    `file:///bin/sh?${ASKED}`,
    `smb://idp.example/auth?${ASKED}`,
    `javascript:alert(1)?${ASKED}`,
    `ms-msdt:/id?${ASKED}`,
    '',
    '-option',
  ])('is nothing else: %s', (address) => {
    expect(isProviderPage(address)).toBe(false);
  });
});
