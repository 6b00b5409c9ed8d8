import type { HangingMonitor } from './case-facts.ts';
import type { Stage } from './protocol.ts';

type Asking = Pick<Stage['screens'][number], 'on'>;

/**
 * The monitor of each screen. One that asks for a kind of monitor hangs on such a one where there is any; the others hang from the left on
 * those that are left, or on all where none is. Where monitors are fewer than screens, neighbours share one.
 */
export function dealScreens(screens: readonly Asking[], monitors: readonly HangingMonitor[]): readonly number[] {
  const all = monitors.length === 0 ? [0] : monitors.map((_unused, at) => at);
  const dealt = new Map<number, number>();
  const deal = (some: readonly number[], over: readonly number[]): void => {
    const used = Math.min(over.length, some.length);
    for (const [rank, screen] of some.entries()) dealt.set(screen, over[Math.floor((rank * used) / some.length)] ?? 0);
  };
  const places = screens.map((_unused, at) => at);
  for (const role of ['diagnostic', 'colour'] as const) {
    const some = places.filter((at) => screens[at]?.on === role);
    const over = all.filter((at) => monitors[at]?.role === role);
    if (over.length > 0) deal(some, over);
  }
  const taken = new Set(dealt.values());
  const left = all.filter((at) => !taken.has(at));
  const rest = places.filter((at) => !dealt.has(at));
  deal(rest, left.length > 0 ? left : all);
  return places.map((at) => dealt.get(at) ?? 0);
}
