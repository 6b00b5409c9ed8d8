import { GpuCaster } from '../gpu/gpu-caster.ts';
import { ReformatCore } from './reformat-core.ts';
import type { FromReformat, ToReformat } from './reformat-messages.ts';

/* Works out planes of one volume beside the window's own thread. Ended with the volume, which frees all it holds. */
const core = new ReformatCore(() => GpuCaster.open());
addEventListener('message', ({ data }: MessageEvent<ToReformat>) => {
  let answer: FromReformat | null;
  try {
    answer = core.take(data);
  } catch (error) {
    console.error('a plane could not be worked out', error instanceof Error ? error.name : '');
    answer = 'id' in data ? { t: 'failed', id: data.id } : null;
  }
  if (answer) postMessage(answer);
});
