import type { Bridge } from '../../shared/contract/index.ts';

declare global {
  interface Window {
    readonly nightjar: Bridge;
  }
}

/** The preload script's object; the only place that touches it. */
export function bridge(): Bridge {
  return window.nightjar;
}
