import { runCommand } from './command.ts';
import { PROGRAM_FILES } from './program-files.ts';

process.exitCode = await runCommand(process.argv.slice(2), {
  env: process.env,
  files: PROGRAM_FILES,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
});
