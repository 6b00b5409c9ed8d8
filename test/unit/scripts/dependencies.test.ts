import { describe, expect, it } from 'vitest';
import { isInstalled } from '../../../scripts/setup/dependencies.mjs';

const lock = (packages: Readonly<Record<string, object>>): string => JSON.stringify({ packages });

describe('the record of installed packages', () => {
  const wanted = lock({
    '': { version: '0.1.0' },
    'node_modules/zod': { version: '4.6.7' },
    'node_modules/other-system': { version: '1.0.0', optional: true },
  });

  it('is complete when every package has the version of the lock file', () => {
    expect(isInstalled(wanted, lock({ 'node_modules/zod': { version: '4.6.7' } }))).toBe(true);
  });

  it('is not complete when a package is missing or of another version', () => {
    expect(isInstalled(wanted, lock({}))).toBe(false);
    expect(isInstalled(wanted, lock({ 'node_modules/zod': { version: '4.6.6' } }))).toBe(false);
  });

  it('is not complete when an optional package is there in another version', () => {
    const installed = lock({
      'node_modules/zod': { version: '4.6.7' },
      'node_modules/other-system': { version: '0.9.0', optional: true },
    });
    expect(isInstalled(wanted, installed)).toBe(false);
  });
});
