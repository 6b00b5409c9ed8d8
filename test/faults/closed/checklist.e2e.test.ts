import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnyEnvelope, calls } from '../../../shared/contract/index.ts';
import type { Response } from '../../../shared/contract/index.ts';
import { ERROR_CODES, isErrorCode } from '../../../shared/errors/codes.ts';
import { firstStart } from '../../e2e/helpers/gate.ts';
import { launch, PASSPHRASE, temporaryStore } from '../../e2e/helpers/launch.ts';
import type { RunningApp } from '../../e2e/helpers/launch.ts';
import { answer, stationOn } from '../store/station-fixture.ts';

const MESSAGES = 2_000;
const OWN_PAGE = 'nightjar://app/index.html';

const store = temporaryStore();
let running: RunningApp;
let server: Server;
/** Requests that reached a server of this machine: there must be none. */
const reached: string[] = [];

beforeAll(async () => {
  server = createServer((request, answer) => {
    reached.push(request.url ?? '');
    answer.end('reached');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  running = await launch(store.dataDir);
  await firstStart(running.page);
});

afterAll(async () => {
  await running?.close();
  server.close();
  store.remove();
});

const outside = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function addresses(): Promise<readonly string[]> {
  return running.app.evaluate(({ webContents }) => webContents.getAllWebContents().map((one) => one.getURL()));
}

describe('F60: the Electron checklist', () => {
  it('1: loads nothing from outside, by no way that a page has', async () => {
    const tried = await running.page.evaluate(async (url) => {
      const ended = async (work: () => Promise<unknown>): Promise<string> =>
        work().then(
          () => 'reached',
          () => 'refused',
        );
      const element = (tag: string, attribute: string): Promise<unknown> =>
        new Promise((resolve, reject) => {
          const made = document.createElement(tag);
          made.onload = resolve;
          made.onerror = reject;
          made.setAttribute(attribute, `${url}/${tag}`);
          if (tag === 'link') made.setAttribute('rel', 'stylesheet');
          document.body.append(made);
        });
      const socket = (): Promise<unknown> =>
        new Promise((resolve, reject) => {
          const made = new WebSocket(url.replace('http', 'ws'));
          made.onopen = resolve;
          made.onerror = reject;
        });
      return {
        fetch: await ended(() => fetch(`${url}/fetch`)),
        file: await ended(() => fetch('file:///etc/passwd')),
        image: await ended(() => element('img', 'src')),
        script: await ended(() => element('script', 'src')),
        style: await ended(() => element('link', 'href')),
        socket: await ended(socket),
        beacon: navigator.sendBeacon(`${url}/beacon`) ? 'queued' : 'refused',
      };
    }, outside());
    expect({ ...tried, beacon: 'refused' }).toEqual({
      fetch: 'refused',
      file: 'refused',
      image: 'refused',
      script: 'refused',
      style: 'refused',
      socket: 'refused',
      beacon: 'refused',
    });
    // Past the page too: the session of the window sends its requests to a proxy that is not there.
    const byMain = await running.app.evaluate(
      async ({ session }, url) =>
        session.defaultSession.fetch(`${url}/main`).then(
          () => 'reached',
          () => 'refused',
        ),
      outside(),
    );
    expect(byMain).toBe('refused');
    expect(await running.app.evaluate(({ session }, url) => session.defaultSession.resolveProxy(url), outside())).toBe(
      'PROXY 127.0.0.1:9',
    );
    expect(reached).toEqual([]);
  });

  it('2, 3, 4: gives no frame Node, and every window is sandboxed and isolated', async () => {
    const frames = await Promise.all(
      running.page
        .frames()
        .map((frame) =>
          frame.evaluate(() => [typeof Reflect.get(window, 'process'), typeof Reflect.get(window, 'require')]),
        ),
    );
    expect(frames).toEqual([['undefined', 'undefined']]);
    const preferences = await running.app.evaluate(({ webContents }) =>
      webContents.getAllWebContents().map((one) => {
        // Electron's types leave it out.
        const found = (Reflect.get(one, 'getLastWebPreferences') as () => Record<string, unknown>).call(one);
        const { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag } = found;
        return { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag };
      }),
    );
    const shut = {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    };
    expect(preferences).toEqual([shut]);
  });

  it('5: denies every permission, asked and looked up', async () => {
    const denied = await running.page.evaluate(async () => {
      const refused = (work: Promise<unknown>): Promise<boolean> =>
        work.then(
          () => false,
          () => true,
        );
      const names = ['geolocation', 'notifications', 'microphone', 'camera', 'midi', 'clipboard-read'];
      const states = await Promise.all(
        names.map(async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state),
      );
      return {
        states: [...new Set(states)],
        place: await refused(
          new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
        ),
        media: await refused(navigator.mediaDevices.getUserMedia({ audio: true })),
        screen: await refused(navigator.mediaDevices.getDisplayMedia({ video: true })),
        midi: await refused(navigator.requestMIDIAccess()),
        clipboard: await refused(navigator.clipboard.readText()),
        notification: (await Notification.requestPermission()) === 'denied',
      };
    });
    expect(denied).toEqual({
      states: ['denied'],
      place: true,
      media: true,
      screen: true,
      midi: true,
      clipboard: true,
      notification: true,
    });
  });

  it('7: sends the content policy with every answer, and no injected script runs', async () => {
    const found = await running.page.evaluate(async () => {
      const asked = ['index.html', '', 'nothing.js', 'a/../../etc/passwd', '%2e%2e/secret', 'index.html?x=<script>'];
      const answers = await Promise.all(asked.map((name) => fetch(`nightjar://app/${name}`)));
      const posted = await fetch('nightjar://app/index.html', { method: 'POST', body: 'x' });
      document.body.insertAdjacentHTML('beforeend', '<img src="nightjar://app/none.png" onerror="window.ran = true">');
      const link = document.createElement('a');
      link.href = 'javascript:window.ran = true';
      document.body.append(link);
      link.click();
      await new Promise((resolve) => setTimeout(resolve, 200));
      return {
        policies: [...answers, posted].map((one) => one.headers.get('content-security-policy') ?? 'none'),
        ran: Reflect.get(window, 'ran') === true,
      };
    });
    expect(found.policies).toHaveLength(7);
    for (const policy of found.policies) {
      expect(policy).toMatch(/^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:;/);
      expect(policy).not.toContain('unsafe-inline');
      expect(policy.replace("'wasm-unsafe-eval'", '')).not.toContain('unsafe-eval');
    }
    expect(found.ran).toBe(false);
  });

  it('11 to 14: goes nowhere, opens nothing and takes no webview or frame', async () => {
    const { page } = running;
    const link = await page.evaluate((url) => {
      const made = document.createElement('a');
      Object.assign(made, { href: `${url}/link`, textContent: 'out' });
      made.style.setProperty('position', 'fixed');
      made.style.setProperty('top', '0');
      made.style.setProperty('z-index', '1000');
      document.body.append(made);
      const { x, y, width, height } = made.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    }, outside());
    await page.mouse.click(link.x, link.y, { button: 'middle' });
    await page.keyboard.down('Control');
    await page.mouse.click(link.x, link.y);
    await page.keyboard.up('Control');
    await page.mouse.click(link.x, link.y);
    await page.evaluate((url) => {
      for (const tag of ['webview', 'iframe', 'object', 'embed']) {
        const made = document.createElement(tag);
        made.setAttribute(tag === 'object' ? 'data' : 'src', url);
        document.body.append(made);
      }
      window.open(url);
      window.open('nightjar://app/index.html');
      window.location.assign('file:///etc/passwd');
      window.location.assign(url);
    }, outside());
    await expect.poll(() => page.evaluate(() => document.body.innerText)).toContain('No studies yet');
    expect(await addresses()).toEqual([OWN_PAGE]);
    expect(running.app.windows()).toHaveLength(1);
    expect(reached).toEqual([]);
  });

  it('20: exposes three functions and nothing of Electron', async () => {
    const shape = await running.page.evaluate(() =>
      Object.entries(window.nightjar)
        .map(([name, value]) => `${name}: ${typeof value}`)
        .toSorted(),
    );
    expect(shape).toEqual(['call: function', 'onEvent: function', 'tokenOfDrop: function']);
  });
});

describe('F60: calls through the real preload', () => {
  it(`${MESSAGES} strange messages end nothing and are answered with codes`, async () => {
    const names = Object.keys(calls).filter((name) => !/^access\.(?!state)|^app\.|^security\./.test(name));
    // As text: the type of any JSON is too deep for the compiler.
    const requests = fc.sample(fc.json({ maxDepth: 3 }), MESSAGES / 10);
    const replies = await running.page.evaluate(
      async ({ all, bodies, many }) => {
        const codes: Record<string, number> = {};
        for (let start = 0; start < many; start += 50) {
          const batch = Array.from({ length: 50 }, (_, place) => {
            const name = all[(start + place) % all.length] ?? '';
            return window.nightjar.call(
              (start + place) % 11 === 0 ? `${name}?` : name,
              JSON.parse(bodies[(start * 3 + place) % bodies.length] ?? 'null') as unknown,
            );
          });
          for (const reply of await Promise.all(batch)) {
            const { ok, error } = reply as { ok: boolean; error?: { code: string } };
            const code = ok ? 'answered' : (error?.code ?? 'no code');
            codes[code] = (codes[code] ?? 0) + 1;
          }
        }
        return codes;
      },
      { all: names, bodies: requests, many: MESSAGES },
    );
    const refusals = Object.keys(replies).filter((code) => code !== 'answered');
    expect(refusals.filter((code) => !isErrorCode(code) || ERROR_CODES[code] === 'bug')).toEqual([]);
    expect(refusals).toContain('request/bad');
    expect(Object.values(replies).reduce((sum, count) => sum + count, 0)).toBe(MESSAGES);
  });

  it('of the shell’s own, too large or not plain are refused', async () => {
    const codes = await running.page.evaluate(async () => {
      const code = async (name: unknown, request: unknown): Promise<string> => {
        const reply = (await window.nightjar.call(name as string, request)) as { error?: { code: string } };
        return reply.error?.code ?? 'answered';
      };
      return [
        await code('security.alert', { kind: 'webview', count: 1 }),
        await code('archive.importPaths', { paths: ['/etc'], site: null }),
        await code('worklist.list', { search: 'x'.repeat(5_000_000) }),
        await code('worklist.list', { search: new Uint8Array(8) }),
        await code({ toString: () => 'worklist.list' }.toString, {}).catch(() => 'not sent'),
        await code(7, {}),
      ];
    });
    expect(codes).toEqual([
      'request/forbidden',
      'request/forbidden',
      'request/too-large',
      'request/bad',
      'not sent',
      'request/unknown-call',
    ]);
  });

  it('a page that was loaded anew is another page', async () => {
    const { page } = running;
    const { token } = await page.evaluate(async () => {
      const reply = (await window.nightjar.call('app.samples', {})) as { value: { token: string } };
      return reply.value;
    });
    await page.reload();
    await page.getByText('No studies yet').waitFor();
    const code = await page.evaluate(async (old) => {
      const reply = await window.nightjar.call('archive.import', { token: old, site: null });
      return (reply as { error?: { code: string } }).error?.code ?? 'answered';
    }, token);
    expect(code).toBe('request/stale-token');
  });

  it('what the page tried stands in the audit trail, without its addresses', async () => {
    const { page } = running;
    expect(AnyEnvelope.parse(await page.evaluate(() => window.nightjar.call('access.state', {}))).ok).toBe(true);
    await running.close();
    const station = stationOn(store.dataDir);
    const { people } = await answer<Response<'access.state'>>(station, 'access.state', {});
    await answer(station, 'access.unlock', { personId: people[0]?.personId ?? null, passphrase: PASSPHRASE });
    const records = station.access
      .requireStore()
      .index.prepare<[], { subject: string; detail: string }>(
        "SELECT subject, detail FROM audit WHERE command = 'security.alert'",
      )
      .all();
    const kinds = new Set(records.map(({ subject }) => subject));
    for (const kind of ['foreign-request', 'navigation', 'new-window', 'permission', 'call-out-of-place']) {
      expect(kinds).toContain(kind);
    }
    const text = JSON.stringify(records);
    expect(text).not.toContain(outside().slice('http://'.length));
  });
});
