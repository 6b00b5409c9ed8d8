import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { nodeProcessHost } from '../../../electron/station/kernel/node-process-host.ts';
import type { HostedProcess } from '../../../electron/station/kernel/ports.ts';
import { codeThrown } from '../../helpers/app-errors.ts';

const entry = path.join(path.dirname(fileURLToPath(import.meta.url)), 'programs', 'echo-child.ts');
const host = nodeProcessHost({ parser: entry, decoder: entry });

async function spawned(memoryMb = 128): Promise<HostedProcess> {
  const child = await host.spawn('parser', { memoryMb });
  onTestFinished(() => child.kill());
  return child;
}

const next = (child: HostedProcess): Promise<unknown> =>
  new Promise((resolve) => {
    const stop = child.onMessage((message) => {
      stop();
      resolve(message);
    });
  });

const exitOf = (child: HostedProcess): Promise<number | null> =>
  new Promise((resolve) => {
    child.onExit(({ code }) => resolve(code));
  });

describe('nodeProcessHost', () => {
  it('carries messages both ways, bytes as Uint8Array', async () => {
    const child = await spawned();
    child.post({ do: 'echo', bytes: new Uint8Array([1, 2, 255]), text: 'ä' });
    const answer = await next(child);
    expect(answer).toEqual({ echo: { do: 'echo', bytes: new Uint8Array([1, 2, 255]), text: 'ä' } });
  });

  it('tells the exit of a process, to a late listener too, and drops what is posted after it', async () => {
    const child = await spawned();
    child.post({ do: 'exit' });
    expect(await exitOf(child)).toBe(7);
    expect(await exitOf(child)).toBe(7);
    child.post({ do: 'echo' });
  });

  it('kills a process that does not answer', async () => {
    const child = await spawned();
    const exit = exitOf(child);
    child.kill();
    expect(await exit).toBeNull();
  });

  it('caps the heap of a child: one that grows dies alone', async () => {
    const child = await spawned(40);
    child.post({ do: 'grow' });
    expect(await exitOf(child)).not.toBe(0);
  });

  it('refuses what is no message', async () => {
    const child = await spawned();
    expect(codeThrown(() => child.post('text'))).toBe('internal/bug');
  });
});
