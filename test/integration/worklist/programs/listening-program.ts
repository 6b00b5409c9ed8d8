import { intakeOver, listening, openIndex } from '../order-bench.ts';

/** Listens for orders over the index of a folder, says its port, and dies at the first one: before it is stored, after, or never. */
const [dir = '', when = 'never'] = process.argv.slice(2);
const die = (): boolean => process.kill(process.pid, 'SIGKILL');
const intake = intakeOver(openIndex(dir), {}, async (_command, work) => {
  if (when === 'before') die();
  const value = await work();
  if (when === 'after') die();
  return value;
});
const [state] = await intake.set(listening());
process.stdout.write(`${JSON.stringify({ port: state?.port ?? 0 })}\n`);
