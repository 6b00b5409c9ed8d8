import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';

const store = temporaryStore();
let running: RunningApp;

beforeAll(async () => {
  running = await launch(store.dataDir);
});

afterAll(async () => {
  await running?.close();
  store.remove();
});

describe('the window', () => {
  it('is sandboxed, isolated and has no Node', async () => {
    const found = await running.page.evaluate(() => ({
      process: typeof Reflect.get(window, 'process'),
      require: typeof Reflect.get(window, 'require'),
      isolated: window.crossOriginIsolated,
      origin: window.location.origin,
      bridge: Object.keys(Reflect.get(window, 'nightjar') as object).sort(),
    }));
    expect(found).toEqual({
      process: 'undefined',
      require: 'undefined',
      isolated: true,
      origin: 'nightjar://app',
      bridge: ['call', 'onEvent', 'tokenOfDrop'],
    });
  });

  it('runs no inline script and takes no injected style', async () => {
    const found = await running.page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'window.injected = true';
      const style = document.createElement('style');
      style.textContent = 'body { outline: 7px solid red }';
      document.head.append(script, style);
      const outline = getComputedStyle(document.body).outlineWidth;
      script.remove();
      style.remove();
      return { injected: Reflect.get(window, 'injected') === true, outline };
    });
    expect(found.injected).toBe(false);
    expect(found.outline).not.toBe('7px');
  });

  it('reaches no network, opens no window and gets no permission', async () => {
    const found = await running.page.evaluate(async () => ({
      fetched: await fetch('http://127.0.0.1:9/').then(
        () => true,
        () => false,
      ),
      opened: window.open('https://example.org') !== null,
      notification: await Notification.requestPermission(),
    }));
    expect(found).toEqual({ fetched: false, opened: false, notification: 'denied' });
    expect(running.app.windows()).toHaveLength(1);
  });

  it('is refused unknown calls and malformed requests with a code', async () => {
    const found = await running.page.evaluate(async () => {
      const call = (name: string, request: unknown): Promise<unknown> => window.nightjar.call(name, request);
      return Promise.all([
        call('no.such', {}),
        call('access.unlock', { passphrase: 7 }),
        call('worklist.list', { search: '' }),
        call('access.state', { extra: true }),
      ]);
    });
    const codes = found.map((reply) => (reply as { error: { code: string } }).error.code);
    expect(codes).toEqual(['request/unknown-call', 'request/bad', 'access/locked', 'request/bad']);
  });
});
