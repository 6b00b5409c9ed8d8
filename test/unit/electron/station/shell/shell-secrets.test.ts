import { describe, expect, it } from 'vitest';
import { shellSecrets } from '../../../../../electron/station/shell/shell-secrets.ts';

describe('the key store of the system, asked through the shell', () => {
  it('is not available where the shell says nothing, and the question is forgotten', async () => {
    let forgotten = 0;
    const secrets = shellSecrets(() => () => void (forgotten += 1), 1);
    expect(await secrets.state()).toEqual({ backend: null, refusal: 'unavailable' });
    expect(await secrets.open(Uint8Array.of(1))).toBeNull();
    await expect(secrets.seal(Uint8Array.of(1))).rejects.toMatchObject({ code: 'key-store/unusable' });
    expect(forgotten).toBe(3);
  });

  it('gives what the shell answers', async () => {
    const secrets = shellSecrets((act, bytes, answered) => {
      queueMicrotask(() =>
        answered({ backend: act, refusal: null, bytes: bytes === null ? null : Uint8Array.from(bytes) }),
      );
      return () => undefined;
    });
    expect(await secrets.state()).toEqual({ backend: 'state', refusal: null });
    expect(await secrets.seal(Uint8Array.of(5))).toEqual(Uint8Array.of(5));
  });
});
