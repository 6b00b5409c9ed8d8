import type { FromRegistration, RegistrationPort } from './registration-messages.ts';

/** A worker of its own for one search; it goes with it. */
export function startRegistrationWorker(): RegistrationPort {
  const worker = new Worker(new URL('./registration-worker.ts', import.meta.url), {
    type: 'module',
    name: 'registration',
  });
  return {
    postMessage: (message) => worker.postMessage(message),
    onAnswer: (listen) => {
      worker.onmessage = ({ data }: MessageEvent<FromRegistration>) => listen(data);
    },
    onDead: (listen) => {
      worker.onerror = () => listen();
    },
    end: () => worker.terminate(),
  };
}
