import { describe, expect, it } from 'vitest';
import { installLine, missingPackages, packagesFor } from '../../../scripts/setup/system-packages.mjs';

describe('the system packages', () => {
  it('hold the test peers only where the tests run', () => {
    expect(packagesFor({ window: true, display: true })).not.toContain('orthanc');
    expect(packagesFor({ peers: true })).toContain('orthanc');
    expect(packagesFor({ peers: true })).toEqual(
      expect.arrayContaining(['strace', 'openjph-tools', 'python3-pydicom']),
    );
    expect(packagesFor({})).toEqual([]);
  });

  it('are missing where dpkg does not know them, or knows them as removed', () => {
    const status = 'xvfb installed\nunzip config-files\nlibgtk-3-0 installed\n';
    expect(missingPackages(['xvfb', 'unzip', 'make', 'libgtk-3-0'], status)).toEqual(['unzip', 'make']);
  });

  it('are not missing where a newer release has renamed them', () => {
    expect(missingPackages(['libgtk-3-0', 'libasound2'], 'libgtk-3-0t64 installed\n')).toEqual(['libasound2']);
  });

  it('are named in one line to type', () => {
    expect(installLine(['xvfb', 'xauth'])).toBe('sudo apt-get install --no-install-recommends xvfb xauth');
  });
});
