/** Tells whoever waits what a task is doing; seconds since it began. */
export function say(what: string): void {
  process.stderr.write(`  ${process.uptime().toFixed(1).padStart(6)} s  ${what}\n`);
}
