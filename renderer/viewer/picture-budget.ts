/** A picture's place in memory. */
interface Kept {
  readonly bytes: number;
  /** Of the study that is being read, not of one beside it. */
  readonly isCurrent: boolean;
}

/**
 * Which pictures go when memory runs short: those of other studies first, then those that were looked at longest ago; what is
 * on the glass never.
 */
export class PictureBudget {
  #most: number;
  /** Oldest use first. */
  readonly #kept = new Map<string, Kept>();
  readonly #onGlass = new Map<string, string>();
  #bytes = 0;

  /** @param most bytes of pixels */
  constructor(most: number) {
    this.#most = most;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get most(): number {
    return this.#most;
  }

  /** There is more room now, or less. @returns those that have to go for it */
  setMost(bytes: number): readonly string[] {
    this.#most = bytes;
    return this.#over(null);
  }

  /** Adds a picture that came. @returns those that have to go for it */
  add(name: string, picture: Kept): readonly string[] {
    this.remove(name);
    this.#kept.set(name, picture);
    this.#bytes += picture.bytes;
    return this.#over(name);
  }

  /** What a viewport shows now; null when it shows nothing or is gone. */
  show(viewportId: string, name: string | null): void {
    if (name === null) this.#onGlass.delete(viewportId);
    else this.#onGlass.set(viewportId, name);
    const kept = name === null ? undefined : this.#kept.get(name);
    if (name === null || !kept) return;
    this.#kept.delete(name);
    this.#kept.set(name, kept);
  }

  /** Some viewport shows it. */
  shows(name: string): boolean {
    return [...this.#onGlass.values()].includes(name);
  }

  remove(name: string): void {
    this.#bytes -= this.#kept.get(name)?.bytes ?? 0;
    this.#kept.delete(name);
  }

  clear(): void {
    this.#kept.clear();
    this.#onGlass.clear();
    this.#bytes = 0;
  }

  #over(newest: string | null): readonly string[] {
    const leaving: string[] = [];
    if (this.#bytes <= this.#most) return leaving;
    const staying = new Set<string | null>([...this.#onGlass.values(), newest]);
    for (const isCurrent of [false, true]) {
      // A map may lose what was just visited.
      for (const [name, kept] of this.#kept) {
        if (this.#bytes <= this.#most) return leaving;
        if (kept.isCurrent !== isCurrent || staying.has(name)) continue;
        this.remove(name);
        leaving.push(name);
      }
    }
    return leaving;
  }
}
