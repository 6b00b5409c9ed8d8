import { describe, expect, it } from 'vitest';
import { checkNode, isNewEnough } from '../../../scripts/setup/node-version.mjs';

describe('the check of the Node version', () => {
  it.each(['20.19.0', '20.20.2', 'v20.19.5', '22.0.0', '24.21.0', '100.0.0'])('accepts %s', (version) => {
    expect(isNewEnough(version)).toBe(true);
  });

  it.each(['20.18.1', '20.9.0', '18.20.8', '8.17.0', ''])('refuses %s', (version) => {
    expect(isNewEnough(version)).toBe(false);
  });

  it('says in one sentence what is needed and what is there', () => {
    expect(() => checkNode('18.20.8')).toThrow(
      'Nightjar needs Node 20.19 or newer and this is Node 18.20.8: install a newer Node, then type the command again.',
    );
  });
});
