// Program for the test Electron: loads each bundle named after it in a utility process and prints one JSON line.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { app, utilityProcess } from 'electron';

const [list, result] = process.argv.slice(-2);
app.whenReady().then(() => {
  const child = utilityProcess.fork(path.join(app.getAppPath(), 'load.mjs'), [list], { stdio: 'inherit' });
  child.on('message', (message) => {
    writeFileSync(result, JSON.stringify(message));
    app.exit(0);
  });
  child.on('exit', () => app.exit(1));
});
