import type { FromReformat, ReformatPort, ToReformat } from './reformat-messages.ts';

/** A worker for one volume. */
export function startReformatWorker(): ReformatPort {
  const worker = new Worker(new URL('./reformat-worker.ts', import.meta.url), { type: 'module', name: 'reformat' });
  return {
    postMessage: (message: ToReformat) => worker.postMessage(message),
    onAnswer: (listen) => {
      worker.onmessage = ({ data }: MessageEvent<FromReformat>) => listen(data);
    },
    onDead: (listen) => {
      worker.onerror = () => listen();
    },
    end: () => worker.terminate(),
  };
}
