import type { DeviceButton } from '../model/controls.ts';

/** One input report of a device: its number, and its data without it. */
export interface HidReport {
  readonly report: number;
  readonly data: Uint8Array;
}

/** Where a button stands in the reports of its device. */
export type ButtonPlace = Pick<DeviceButton, 'report' | 'byte' | 'mask' | 'value' | 'when' | 'length'>;

const WHOLE = 0xff;

/** Whether the button is held; null: the report says nothing of it. */
export function isHeld({ report, byte, mask, value, when, length }: ButtonPlace, from: HidReport): boolean | null {
  if (length !== undefined && from.data.length !== length) return null;
  if (from.report !== report || byte >= from.data.length) return null;
  if (when !== undefined && from.data[when.byte] !== when.value) return null;
  return ((from.data[byte] ?? 0) & mask) === value;
}

/**
 * The button that was pressed and let go while these reports came: a byte that changed with the press and came back. What does not come
 * back (a counter, a battery) is no button. One bit is a bit of its own; several of one byte are a number.
 * @param before the last report of each number before the press, where there was one; without it the last one is taken for it
 * @returns null: nothing has come back yet
 */
export function learnPlace(reports: readonly HidReport[], before: readonly HidReport[] = []): ButtonPlace | null {
  for (const report of new Set(reports.map((one) => one.report))) {
    const own = reports.filter((one) => one.report === report).map(({ data }) => data);
    const last = own.at(-1);
    const base = before.find((one) => one.report === report)?.data ?? last;
    if (!base || !last) continue;
    for (const pressed of own) {
      const found = changedAndBack(base, pressed, last);
      if (found !== null) return { report, length: base.length, ...found };
    }
  }
  return null;
}

function changedAndBack(
  base: Uint8Array,
  pressed: Uint8Array,
  last: Uint8Array,
): Pick<ButtonPlace, 'byte' | 'mask' | 'value'> | null {
  if (base.length !== pressed.length || base.length !== last.length) return null;
  for (const [byte, now] of pressed.entries()) {
    const rest = base[byte] ?? 0;
    const bits = now ^ rest;
    if (bits === 0 || last[byte] !== rest) continue;
    const mask = isOneBit(bits) ? bits : WHOLE;
    return { byte, mask, value: now & mask };
  }
  return null;
}

/**
 * Adds a button to those that are known. Where the byte turns out to hold a number, its buttons are told apart by the whole number: 4 is
 * not 5, though they share a bit.
 */
export function addButton(known: readonly DeviceButton[], fresh: DeviceButton): readonly DeviceButton[] {
  const shares = (one: DeviceButton): boolean => one.report === fresh.report && one.byte === fresh.byte;
  const isNumber = !isOneBit(fresh.mask) || known.some((one) => shares(one) && !isOneBit(one.mask));
  const widen = (one: DeviceButton): DeviceButton =>
    isNumber && shares(one) && isOneBit(one.mask) ? { ...one, mask: WHOLE } : one;
  const others = known.map(widen).filter((one) => !isSamePlace(one, widen(fresh)));
  return [...others, widen(fresh)];
}

export function isSamePlace(one: ButtonPlace, other: ButtonPlace): boolean {
  return one.report === other.report && one.byte === other.byte && one.mask === other.mask && one.value === other.value;
}

function isOneBit(bits: number): boolean {
  return bits !== 0 && (bits & (bits - 1)) === 0;
}

/** A worn contact opens and closes for some milliseconds. */
export const DEBOUNCE_MS = 25;

export interface ButtonEdge {
  /** Place in the list of buttons. */
  readonly button: number;
  readonly what: 'press' | 'release';
}

interface Contact {
  readonly place: ButtonPlace;
  held: boolean;
  told: boolean;
  /** ms */
  toldAt: number;
}

/**
 * Makes presses and releases of reports. The first change is told at once; what comes within the time of a bounce waits until it is over,
 * and is told if it stayed.
 */
export class ButtonWatch {
  readonly #contacts: readonly Contact[];

  constructor(places: readonly ButtonPlace[]) {
    this.#contacts = places.map((place) => ({ place, held: false, told: false, toldAt: -Infinity }));
  }

  /** @param at ms on a clock that never jumps */
  feed(report: HidReport, at: number): readonly ButtonEdge[] {
    for (const contact of this.#contacts) contact.held = isHeld(contact.place, report) ?? contact.held;
    return this.settle(at);
  }

  settle(at: number): readonly ButtonEdge[] {
    return this.#contacts.flatMap((contact, button): ButtonEdge[] => {
      if (contact.held === contact.told || at - contact.toldAt < DEBOUNCE_MS) return [];
      contact.told = contact.held;
      contact.toldAt = at;
      return [{ button, what: contact.held ? 'press' : 'release' }];
    });
  }

  /**
   * The device is gone: what was held is let go, so that nothing goes on that ends with the release. At once, bounce or not; a press that
   * was never told has no release.
   */
  letGo(): readonly ButtonEdge[] {
    return this.#contacts.flatMap((contact, button): ButtonEdge[] => {
      const wasTold = contact.told;
      contact.held = false;
      contact.told = false;
      return wasTold ? [{ button, what: 'release' }] : [];
    });
  }

  /** When `settle` has something to say, if nothing comes before; null: nothing waits. */
  get waitsUntil(): number | null {
    const waiting = this.#contacts.filter(({ held, told }) => held !== told).map(({ toldAt }) => toldAt + DEBOUNCE_MS);
    return waiting.length === 0 ? null : Math.min(...waiting);
  }
}
