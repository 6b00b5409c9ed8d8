import type { App, Session } from 'electron';
import { APP_ORIGIN } from './window-protocol.ts';

/** Closes every door a page could use: permissions, navigation, new windows, webviews, the network. */
export function lockDown(app: App, session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest((details, answer) => {
    const url = details.url;
    const ours = url.startsWith(`${APP_ORIGIN}/`) || url.startsWith('blob:nightjar://app') || url.startsWith('data:');
    answer({ cancel: !(ours || url.startsWith('devtools:')) });
  });
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, answer) => {
    event.preventDefault();
    answer(false);
  });
}
