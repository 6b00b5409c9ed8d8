import type { App, Session, WebContents } from 'electron';
import { mayHave } from './hid-devices.ts';
import type { HidDevices } from './hid-devices.ts';
import type { Microphone } from './microphone.ts';
import type { SecurityAlerts } from './security-alerts.ts';
import { isOwnAddress } from './window-file.ts';

/** Nothing listens there: what a request filter lets through by mistake ends here all the same. */
const NOWHERE = { mode: 'fixed_servers', proxyRules: '127.0.0.1:9', proxyBypassRules: '<-loopback>' } as const;

/** The same for all of Chromium, its own errands included, and no name is looked up. Station and command line are no part of it. */
export const NOWHERE_SWITCHES: readonly (readonly [name: string, value: string])[] = [
  ['proxy-server', NOWHERE.proxyRules],
  ['proxy-bypass-list', NOWHERE.proxyBypassRules],
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
];

/** What our own page may have for a time: devices and sound that the reader let it have, and nothing else that is plugged in. */
export interface LentToPage {
  readonly devices: Pick<HidDevices, 'isOpen' | 'mayListen'>;
  readonly microphone: Pick<Microphone, 'mayHave'>;
}

/**
 * Closes every door a page could use: permissions, navigation, new windows, webviews, the network. Each try is recorded.
 */
export async function lockDown(app: App, session: Session, alerts: SecurityAlerts, lent: LentToPage): Promise<void> {
  closePermissions(session, alerts, lent);
  session.webRequest.onBeforeRequest((details, answer) => {
    const isOwn = isOwnAddress(details.url) || (!app.isPackaged && details.url.startsWith('devtools:'));
    if (!isOwn) alerts.raise('foreign-request');
    answer({ cancel: !isOwn });
  });
  // Files leave by an audited export, never by a link of the page.
  session.on('will-download', (event) => {
    alerts.raise('download');
    event.preventDefault();
  });
  app.on('web-contents-created', (_event, contents) => closeDoors(contents, alerts));
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, answer) => {
    event.preventDefault();
    answer(false);
  });
  app.on('select-client-certificate', (event) => event.preventDefault());
  await session.setProxy(NOWHERE);
}

/** Spelling asks Chromium's maker for a dictionary as soon as there is a session. */
export function closeSpelling(session: Session): void {
  session.setSpellCheckerEnabled(false);
  session.setSpellCheckerLanguages([]);
}

function closePermissions(session: Session, alerts: SecurityAlerts, { devices, microphone }: LentToPage): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    // The microphone, for whoever dictates now; cameras and everything else stay refused.
    const kinds = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    const isAllowed = permission === 'media' && microphone.mayHave({ address: details.requestingUrl, kinds });
    if (!isAllowed) alerts.raise('permission');
    answer(isAllowed);
  });
  session.setPermissionCheckHandler((_contents, permission, origin, { mediaType }) => {
    if (permission === 'hid') return devices.isOpen;
    const address = `${origin.replace(/\/$/, '')}/`;
    return permission === 'media' && microphone.mayHave({ address, kinds: [mediaType ?? ''] });
  });
  session.setDevicePermissionHandler((wanted) => mayHave(wanted, devices));
  session.setDisplayMediaRequestHandler((_request, answer) => {
    alerts.raise('permission');
    // No stream: the page is refused.
    answer({});
  });
}

function closeDoors(contents: WebContents, alerts: SecurityAlerts): void {
  const refuse = (event: { preventDefault(): void }): void => {
    alerts.raise('navigation');
    event.preventDefault();
  };
  // WebRTC asks no handler above before it sends packets of its own.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  contents.on('will-attach-webview', (event) => {
    alerts.raise('webview');
    event.preventDefault();
  });
  contents.on('will-navigate', refuse);
  contents.on('will-redirect', refuse);
  contents.on('will-frame-navigate', refuse);
  contents.setWindowOpenHandler(() => {
    alerts.raise('new-window');
    return { action: 'deny' };
  });
}
