import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../helpers/runtime.ts';

const FOLDERS = ['electron', 'renderer', 'resources', 'scripts', 'shared', 'test'];
const FILES = [
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'LICENSE',
  'README.md',
  'electron-builder.yml',
  'eslint.config.js',
  'package-lock.json',
  'package.json',
  'tsconfig.base.json',
  'tsconfig.json',
  'vite.config.ts',
  'vitest.config.ts',
];

describe('the top level of the project', () => {
  it('holds the folders and files of the plan, dotfiles aside, and nothing else', () => {
    const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: projectRoot, encoding: 'utf8' }).split('\0');
    const tops = new Set(tracked.filter(Boolean).map((file) => file.split('/')[0] ?? ''));
    const extra = [...tops].filter((top) => !top.startsWith('.') && ![...FOLDERS, ...FILES].includes(top));
    expect(extra).toEqual([]);
  });
});
