import fc from 'fast-check';
import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import { calls } from '../../../shared/contract/index.ts';
import { ERROR_CODES, isErrorCode } from '../../../shared/errors/codes.ts';
import { idFromBytes } from '../../../shared/model/ids.ts';
import type { Outside } from './outside.ts';

/** A program whose store is open and empty, driven by its page: from the checkout or from its package. */
export interface Driven {
  readonly page: Page;
  readonly outside: Outside;
}

export interface Check<D> {
  readonly title: string;
  readonly run: (driven: D) => Promise<void>;
}

const MESSAGES = 2_000;
export const OWN_PAGE = 'nightjar://app/index.html';
/** Ids that look right and are of nothing here. */
const MADE_UP = idFromBytes(new Uint8Array(26).fill(7));

/** Code of what a page's call is answered with. */
async function codeOf(page: Page, name: string, request: unknown): Promise<string> {
  const asked: [string, unknown] = [name, request];
  return page.evaluate(async ([call, body]) => {
    const reply = (await window.nightjar.call(call, body)) as { error?: { code: string } };
    return reply.error?.code ?? 'answered';
  }, asked);
}

async function loadsNothing({ page, outside }: Driven): Promise<void> {
  const tried = await page.evaluate(async (url) => {
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
    navigator.sendBeacon(`${url}/beacon`);
    return {
      fetch: await ended(() => fetch(`${url}/fetch`)),
      file: await ended(() => fetch('file:///etc/passwd')),
      image: await ended(() => element('img', 'src')),
      script: await ended(() => element('script', 'src')),
      style: await ended(() => element('link', 'href')),
      socket: await ended(socket),
    };
  }, outside.url);
  expect(tried).toEqual({
    fetch: 'refused',
    file: 'refused',
    image: 'refused',
    script: 'refused',
    style: 'refused',
    socket: 'refused',
  });
  expect(outside.reached).toEqual([]);
}

async function hasNoNode({ page }: Driven): Promise<void> {
  const frames = await Promise.all(
    page
      .frames()
      .map((frame) =>
        frame.evaluate(() => [
          typeof Reflect.get(window, 'process'),
          typeof Reflect.get(window, 'require'),
          window.crossOriginIsolated,
          window.location.origin,
        ]),
      ),
  );
  expect(frames).toEqual([['undefined', 'undefined', true, 'nightjar://app']]);
}

async function hasNoPermission({ page }: Driven): Promise<void> {
  const denied = await page.evaluate(async () => {
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
      place: await refused(new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject))),
      media: await refused(navigator.mediaDevices.getUserMedia({ audio: true })),
      screen: await refused(navigator.mediaDevices.getDisplayMedia({ video: true })),
      midi: await refused(navigator.requestMIDIAccess()),
      clipboard: await refused(navigator.clipboard.readText()),
      notification: (await Notification.requestPermission()) === 'denied',
      // Not offered by the settings: no device, and none that was lent before. What is not there at all lends nothing either.
      devices: await Promise.all(
        [
          'hid.requestDevice',
          'hid.getDevices',
          'usb.requestDevice',
          'usb.getDevices',
          'serial.requestPort',
          'serial.getPorts',
          'bluetooth.requestDevice',
        ].map(async (named) => {
          const [part = '', name = ''] = named.split('.');
          const lends: object | undefined = Reflect.get(navigator, part);
          if (lends === undefined) return 0;
          const call: (options: object) => Promise<unknown> = Reflect.get(lends, name).bind(lends);
          const options = part === 'bluetooth' ? { acceptAllDevices: true } : { filters: [] };
          return call(options).then(
            (given) => (Array.isArray(given) ? given.length : 1),
            () => 0,
          );
        }),
      ),
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
    devices: [0, 0, 0, 0, 0, 0, 0],
  });
}

async function sendsItsPolicy({ page }: Driven): Promise<void> {
  const policies = await page.evaluate(async () => {
    const asked = ['index.html', '', 'nothing.js', 'a/../../etc/passwd', '%2e%2e/secret', 'index.html?x=<script>'];
    const answers = await Promise.all(asked.map((name) => fetch(`nightjar://app/${name}`)));
    const posted = await fetch('nightjar://app/index.html', { method: 'POST', body: 'x' });
    return [...answers, posted].map((one) => one.headers.get('content-security-policy') ?? 'none');
  });
  expect(policies).toHaveLength(7);
  for (const policy of policies) {
    expect(policy).toMatch(/^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:;/);
    expect(policy).not.toContain('unsafe-inline');
    expect(policy.replace("'wasm-unsafe-eval'", '')).not.toContain('unsafe-eval');
  }
}

async function runsNoInjectedScript({ page }: Driven): Promise<void> {
  const found = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.ran = "inline"';
    const style = document.createElement('style');
    style.textContent = 'body { outline: 7px solid red }';
    document.head.append(script, style);
    document.body.insertAdjacentHTML('beforeend', '<img src="nightjar://app/none.png" onerror="window.ran = true">');
    const link = document.createElement('a');
    link.href = 'javascript:window.ran = true';
    document.body.append(link);
    link.click();
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { outlineWidth } = getComputedStyle(document.body);
    for (const made of [script, style, link]) made.remove();
    return { ran: typeof Reflect.get(window, 'ran'), styled: outlineWidth === '7px' };
  });
  expect(found).toEqual({ ran: 'undefined', styled: false });
}

async function goesNowhere({ page, outside }: Driven): Promise<void> {
  const link = await page.evaluate((url) => {
    const made = document.createElement('a');
    Object.assign(made, { href: `${url}/link`, textContent: 'out' });
    made.style.setProperty('position', 'fixed');
    made.style.setProperty('top', '0');
    made.style.setProperty('z-index', '1000');
    document.body.append(made);
    const { x, y, width, height } = made.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  }, outside.url);
  await page.mouse.click(link.x, link.y);
  await page.evaluate((url) => {
    for (const tag of ['webview', 'iframe', 'object', 'embed']) {
      const made = document.createElement(tag);
      made.setAttribute(tag === 'object' ? 'data' : 'src', url);
      document.body.append(made);
    }
    window.location.assign('file:///etc/passwd');
    window.location.assign(url);
  }, outside.url);
  await expect.poll(() => page.evaluate(() => document.body.innerText)).toContain('No studies yet');
  expect(page.url()).toBe(OWN_PAGE);
  expect(outside.reached).toEqual([]);
}

async function opensNothing({ page, outside }: Driven): Promise<void> {
  const link = await page.evaluate((url) => {
    const made = document.createElement('a');
    Object.assign(made, { href: `${url}/new`, textContent: 'new' });
    made.style.setProperty('position', 'fixed');
    made.style.setProperty('bottom', '0');
    made.style.setProperty('z-index', '1000');
    document.body.append(made);
    const { x, y, width, height } = made.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  }, outside.url);
  await page.mouse.click(link.x, link.y, { button: 'middle' });
  await page.keyboard.down('Control');
  await page.mouse.click(link.x, link.y);
  await page.keyboard.up('Control');
  const opened = await page.evaluate(
    (url) => [url, 'nightjar://app/index.html', 'about:blank'].map((one) => window.open(one) !== null),
    outside.url,
  );
  expect(opened).toEqual([false, false, false]);
  expect(page.context().pages()).toHaveLength(1);
  expect(outside.reached).toEqual([]);
}

async function checksSchemas({ page }: Driven): Promise<void> {
  const codes = [
    await codeOf(page, 'access.state', { extra: true }),
    await codeOf(page, 'worklist.list', { search: 7 }),
    await codeOf(page, 'app.info', { extra: true }),
    await codeOf(page, 'no.such', {}),
  ];
  expect(codes).toEqual(['request/bad', 'request/bad', 'request/bad', 'request/unknown-call']);
  const unnamed = await page.evaluate(async () => {
    const code = async (name: unknown): Promise<string> => {
      const reply = (await window.nightjar.call(name as string, {})) as { error?: { code: string } };
      return reply.error?.code ?? 'answered';
    };
    return [await code({ toString: () => 'worklist.list' }.toString).catch(() => 'not sent'), await code(7)];
  });
  expect(unnamed).toEqual(['not sent', 'request/unknown-call']);
}

async function boundsCalls({ page }: Driven): Promise<void> {
  const codes = await page.evaluate(async () => {
    const code = async (search: unknown): Promise<string> => {
      const reply = (await window.nightjar.call('worklist.list', { search })) as { error?: { code: string } };
      return reply.error?.code ?? 'answered';
    };
    return [await code('x'.repeat(5_000_000)), await code(new Uint8Array(8))];
  });
  expect(codes).toEqual(['request/too-large', 'request/bad']);
}

async function keepsItsOwnCalls({ page }: Driven): Promise<void> {
  const codes = [
    await codeOf(page, 'security.alert', { kind: 'webview', count: 1 }),
    await codeOf(page, 'archive.importPaths', { paths: ['/etc'], site: null }),
    await codeOf(page, 'store.backup', { to: '/nowhere/at/all' }),
  ];
  expect(codes).toEqual(['request/forbidden', 'request/forbidden', 'request/forbidden']);
}

async function bindsCalls({ page }: Driven): Promise<void> {
  const codes = [
    await codeOf(page, 'reading.newMeasurement', { studyId: MADE_UP }),
    await codeOf(page, 'report.create', { studyId: MADE_UP, templateId: 'general' }),
  ];
  expect(codes).toEqual(['request/forbidden', 'request/forbidden']);
}

async function bindsFrames({ page }: Driven): Promise<void> {
  const code = await page.evaluate(async (objectId) => {
    const port = await new Promise<MessagePort>((resolve) => {
      const take = (event: MessageEvent): void => {
        const [own] = event.ports;
        if (event.data !== 'nightjar:frame-port' || own === undefined) return;
        event.stopImmediatePropagation();
        window.removeEventListener('message', take, { capture: true });
        resolve(own);
      };
      window.addEventListener('message', take, { capture: true });
      void window.nightjar.call('app.connectFrames', {});
    });
    const failed = new Promise<string>((resolve) => {
      port.onmessage = ({ data }: MessageEvent<{ t: string; error?: { code: string } }>) => {
        if (data.t === 'fail') resolve(data.error?.code ?? 'no code');
      };
    });
    port.postMessage({ t: 'hello', credit: 1_000_000 });
    port.postMessage({ t: 'get', id: 1, objectId, frame: 1, form: 'display', priority: 'shown' });
    const answer = await failed;
    port.close();
    return answer;
  }, MADE_UP);
  expect(code).toBe('request/forbidden');
}

async function samplesToken(page: Page): Promise<string> {
  const reply = await page.evaluate(() => window.nightjar.call('app.samples', {}));
  return (reply as { value: { token: string } }).value.token;
}

async function spendsTokens({ page }: Driven): Promise<void> {
  const token = await samplesToken(page);
  // A token for reading is spent, not obeyed, where something is written.
  const codes = [
    await codeOf(page, 'report.export', { reportId: MADE_UP, format: 'text', token }),
    await codeOf(page, 'archive.import', { token, site: null }),
    await codeOf(page, 'archive.import', { token: 'ab'.repeat(32), site: null }),
  ];
  expect(codes).toEqual(['request/stale-token', 'request/stale-token', 'request/stale-token']);
}

async function bindsTokens({ page }: Driven): Promise<void> {
  const token = await samplesToken(page);
  await page.reload();
  await page.getByText('No studies yet').waitFor();
  expect(await codeOf(page, 'archive.import', { token, site: null })).toBe('request/stale-token');
}

async function exposesThreeFunctions({ page }: Driven): Promise<void> {
  const shape = await page.evaluate(() =>
    Object.entries(window.nightjar)
      .map(([name, value]) => `${name}: ${typeof value}`)
      .toSorted(),
  );
  expect(shape).toEqual(['call: function', 'onEvent: function', 'tokenOfDrop: function']);
}

async function answersStrangeMessages({ page }: Driven): Promise<void> {
  // Left out: what locks the store, derives a key on purpose slowly, opens a dialog or the browser and waits for a person, or
  // opens and closes windows.
  const names = Object.keys(calls).filter(
    (name) =>
      !/^access\.(?!state)|^(app|security|people|forget|keys|move|signIn|speech|windows)\.|^(profile|hanging|templates)\.choose$|^(orders|controls|macros|review)\.bring$|^review\.take$/.test(
        name,
      ),
  );
  // As text: the type of any JSON is too deep for the compiler.
  const requests = fc.sample(fc.json({ maxDepth: 3 }), MESSAGES / 10);
  const replies = await page.evaluate(
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
}

/** What the page itself can try: everywhere, in this order. */
export const PAGE_CHECKS: readonly Check<Driven>[] = [
  { title: '1: loads nothing from outside, by no way that a page has', run: loadsNothing },
  { title: '2: gives no frame Node', run: hasNoNode },
  { title: '5: denies every permission, asked and looked up', run: hasNoPermission },
  { title: '7: sends the content policy with every answer', run: sendsItsPolicy },
  { title: '7: runs no injected script and takes no injected style', run: runsNoInjectedScript },
  { title: '11, 13: goes nowhere, and takes no webview or frame', run: goesNowhere },
  { title: '14: opens no window', run: opensNothing },
  { title: '17: checks every request against its schema', run: checksSchemas },
  { title: '17: bounds the size and the kind of what a call carries', run: boundsCalls },
  { title: '17: keeps the calls of the shell from pages', run: keepsItsOwnCalls },
  { title: '17: binds calls to the studies that the page has open', run: bindsCalls },
  { title: '17: binds frames to the studies that the page has open', run: bindsFrames },
  { title: '17: takes a choice of files once, and for its purpose', run: spendsTokens },
  { title: '17: takes no choice of files of the page before', run: bindsTokens },
  { title: `17: answers ${MESSAGES} strange messages with codes`, run: answersStrangeMessages },
  { title: '20: exposes three functions and nothing of Electron', run: exposesThreeFunctions },
];

/** Kinds of tries that stand in the audit trail after the checks. */
export const AUDITED = ['navigation', 'new-window', 'permission', 'call-out-of-place'] as const;
