import { RegistrationCore } from './registration-core.ts';
import type { ToRegistration } from './registration-messages.ts';

/* Finds one volume in another beside the window's own thread. Ended when it answered, or when nobody waits for it any more. */
const core = new RegistrationCore((answer) => postMessage(answer));
addEventListener('message', ({ data }: MessageEvent<ToRegistration>) => {
  try {
    core.take(data);
  } catch (error) {
    console.error('a registration could not be worked out', error instanceof Error ? error.name : '');
    postMessage({ t: 'failed' });
  }
});
